import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { FailureAlert } from '@/components/FailureAlert';
import { RelativeTime } from '@/components/RelativeTime';
import { useRestoreRun } from '@/features/storage/api/changeTrash';
import type { DeletedRun } from '@/features/storage/api/types';
import { TrashActions } from '@/features/storage/components/TrashActions';

interface DeletedRunsProps {
  runs: DeletedRun[];
  onPurge: (run: DeletedRun) => void;
}

export function DeletedRuns({ runs, onPurge }: DeletedRunsProps) {
  const restore = useRestoreRun();
  return (
    <>
      <FailureAlert title="Nothing was restored" error={restore.error} mb="sm" />
      <DataTable
        label="Deleted runs"
        rows={runs}
        rowKey={(run) => run.run_id}
        columns={[
          {
            header: 'Run',
            cell: ({ run_id: runId, run_name: name, experiment_id: experimentId }) => (
              <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId }}>
                {name}
              </Link>
            ),
          },
          {
            header: 'Experiment',
            cell: ({ experiment_id: experimentId, experiment_name: name }) => (
              <Link to="/experiments/$experimentId" params={{ experimentId }}>
                {name}
              </Link>
            ),
          },
          { header: 'Deleted', cell: ({ deleted_at: at }) => <RelativeTime millis={at} /> },
          {
            header: 'Actions',
            cell: (run) => (
              <TrashActions
                name={run.run_name}
                restoring={restore.isPending && restore.variables === run.run_id}
                onRestore={() => restore.mutate(run.run_id)}
                onPurge={() => onPurge(run)}
              />
            ),
          },
        ]}
      />
    </>
  );
}
