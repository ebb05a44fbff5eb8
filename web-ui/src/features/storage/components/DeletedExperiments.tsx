import { DataTable } from '@/components/DataTable';
import { FailureAlert } from '@/components/FailureAlert';
import { RelativeTime } from '@/components/RelativeTime';
import { useRestoreExperiment } from '@/features/storage/api/changeTrash';
import type { DeletedExperiment } from '@/features/storage/api/types';
import { TrashActions } from '@/features/storage/components/TrashActions';

interface DeletedExperimentsProps {
  experiments: DeletedExperiment[];
  onPurge: (experiment: DeletedExperiment) => void;
}

export function DeletedExperiments({ experiments, onPurge }: DeletedExperimentsProps) {
  const restore = useRestoreExperiment();
  return (
    <>
      <FailureAlert title="Nothing was restored" error={restore.error} mb="sm" />
      <DataTable
        label="Deleted experiments"
        rows={experiments}
        rowKey={(experiment) => experiment.experiment_id}
        columns={[
          { header: 'Experiment', cell: ({ experiment_name: name }) => name },
          { header: 'ID', cell: ({ experiment_id: id }) => <span className="mono">{id}</span> },
          { header: 'Runs', numeric: true, cell: ({ runs }) => runs.toLocaleString() },
          { header: 'Deleted', cell: ({ deleted_at: at }) => <RelativeTime millis={at} /> },
          {
            header: 'Actions',
            cell: (experiment) => (
              <TrashActions
                name={experiment.experiment_name}
                restoring={restore.isPending && restore.variables === experiment.experiment_id}
                onRestore={() => restore.mutate(experiment.experiment_id)}
                onPurge={() => onPurge(experiment)}
              />
            ),
          },
        ]}
      />
    </>
  );
}
