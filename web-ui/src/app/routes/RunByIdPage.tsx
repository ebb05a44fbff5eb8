import { createLazyRoute, Link, Navigate } from '@tanstack/react-router';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { useRun } from '@/features/runs/api/getRun';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/runs/$runId')({ component: RunByIdPage });

/** A link that does not say of which experiment a run is: leads to its page. */
function RunByIdPage() {
  const { runId } = Route.useParams();
  const { data: run, error, refetch } = useRun(runId);
  if (run !== undefined) {
    return (
      <Navigate
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: run.info.experiment_id, runId }}
        replace
      />
    );
  }
  if (isNotFound(error)) {
    return (
      <NotFound title={`There is no run with the ID ${runId}`}>
        <p>
          It may have been deleted for good. See the <Link to="/experiments">experiments there are</Link>.
        </p>
      </NotFound>
    );
  }
  return (
    <Page title="Run">
      {error === null ? (
        <Loading what="the run" />
      ) : (
        <ErrorState error={error} doing="load the run" onRetry={() => void refetch()} />
      )}
    </Page>
  );
}
