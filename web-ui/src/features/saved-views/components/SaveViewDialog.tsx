import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CallerField } from '@/components/CallerField';
import { FormDialog } from '@/components/FormDialog';

interface SaveViewDialogProps {
  pending: boolean;
  error: Error | null;
  onSave: (name: string, shared: boolean) => void;
  onClose: () => void;
}

/** Gives what is seen a name. */
export default function SaveViewDialog({ pending, error, onSave, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  return (
    <FormDialog
      title="Save this view"
      verb="Save"
      ready={name.trim() !== ''}
      pending={pending}
      error={error}
      onSubmit={() => onSave(name.trim(), shared)}
      onClose={onClose}
    >
      <TextInput
        label="Name of the view"
        data-autofocus
        required
        maxLength={250}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <CallerField description="A personal view is seen by whoever gives this name." />
      <Switch
        label="Share it with everybody"
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
