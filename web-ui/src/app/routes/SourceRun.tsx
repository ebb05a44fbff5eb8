import { Link } from '@tanstack/react-router';
import { useRun } from '@/features/runs/api/getRun';
import { runName } from '@/features/runs/runFacts';

/** The run a model version came from, by its name; its bare id while it is not known or no longer there. */
export function SourceRun({ runId }: { runId: string }) {
  const { data: run } = useRun(runId);
  if (run === undefined) return <span className="mono">{runId}</span>;
  return (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: run.info.experiment_id, runId }}
    >
      {runName(run)}
    </Link>
  );
}
