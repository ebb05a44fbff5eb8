import { Button } from '@mantine/core';
import { useState } from 'react';
import { useCreateExperiment } from '@/features/experiments/api/editExperiments';
import { TextDialog } from '@/components/TextDialog';

/** Makes an experiment by its name. */
export function NewExperiment({ onMade }: { onMade: (experimentId: string) => void }) {
  const [asking, setAsking] = useState(false);
  const create = useCreateExperiment();
  return (
    <>
      <Button onClick={() => setAsking(true)}>New experiment</Button>
      {asking && (
        <TextDialog
          title="New experiment"
          label="Name"
          description="Training code finds it by mlflow.set_experiment"
          text=""
          verb="Make the experiment"
          pending={create.isPending}
          error={create.error}
          onSave={(name) => create.mutate(name, { onSuccess: onMade })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
