import { Link } from '@tanstack/react-router';
import { useRestoreRun } from '@/features/storage/api/changeTrash';
import type { DeletedRun } from '@/features/storage/api/types';
import { TrashTable } from '@/features/storage/components/TrashTable';

interface DeletedRunsProps {
  runs: DeletedRun[];
  onPurge: (run: DeletedRun) => void;
}

export function DeletedRuns({ runs, onPurge }: DeletedRunsProps) {
  return (
    <TrashTable
      label="Deleted runs"
      items={runs}
      idOf={(run) => run.run_id}
      nameOf={(run) => run.run_name}
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
      ]}
      restore={useRestoreRun()}
      onPurge={onPurge}
    />
  );
}
