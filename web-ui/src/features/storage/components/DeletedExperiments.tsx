import { useRestoreExperiment } from '@/features/storage/api/changeTrash';
import type { DeletedExperiment } from '@/features/storage/api/types';
import { TrashTable } from '@/features/storage/components/TrashTable';

interface DeletedExperimentsProps {
  experiments: DeletedExperiment[];
  onPurge: (experiment: DeletedExperiment) => void;
}

export function DeletedExperiments({ experiments, onPurge }: DeletedExperimentsProps) {
  return (
    <TrashTable
      label="Deleted experiments"
      items={experiments}
      idOf={(experiment) => experiment.experiment_id}
      nameOf={(experiment) => experiment.experiment_name}
      columns={[
        { header: 'Experiment', cell: ({ experiment_name: name }) => name },
        { header: 'ID', cell: ({ experiment_id: id }) => <span className="mono">{id}</span> },
        { header: 'Runs', numeric: true, cell: ({ runs }) => runs.toLocaleString('en-US') },
      ]}
      restore={useRestoreExperiment()}
      onPurge={onPurge}
    />
  );
}
