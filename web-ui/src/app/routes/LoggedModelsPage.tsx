import { createLazyRoute, Link } from '@tanstack/react-router';
import { CodeSnippet } from '@/components/CodeSnippet';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { useExperiment } from '@/features/experiments/api/getExperiment';
import { NoSuchExperiment } from '@/features/experiments/components/NoSuchExperiment';
import { useLoggedModelsOf } from '@/features/models/api/searchLoggedModels';
import type { LoggedModel } from '@/features/models/api/types';
import { LoggedModelsTable } from '@/features/models/components/LoggedModelsTable';
import { loggedMetrics } from '@/features/models/loggedMetrics';
import { useRunNames } from '@/features/runs/hooks/useRunNames';
import { isMissing } from '@/lib/http';

export const Route = createLazyRoute('/experiments/$experimentId/models')({ component: LoggedModelsPage });

/** The models that the runs of an experiment logged, registered or not. */
function LoggedModelsPage() {
  const { experimentId } = Route.useParams();
  const experiment = useExperiment(experimentId);
  const query = useLoggedModelsOf(experimentId);
  if (isMissing(experiment.error, experimentId)) return <NoSuchExperiment experimentId={experimentId} />;
  return (
    <Page
      title="Logged models"
      trail={[
        <Link key="all" to="/experiments">
          Experiments
        </Link>,
        <Link key="experiment" to="/experiments/$experimentId" params={{ experimentId }}>
          {experiment.data?.name ?? experimentId}
        </Link>,
      ]}
    >
      {query.error !== null ? (
        <ErrorState error={query.error} doing="load the logged models" onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Loading what="logged models" />
      ) : query.data.length === 0 ? (
        <EmptyState title="No run of this experiment has logged a model yet">
          <p>Log one where it is trained:</p>
          <CodeSnippet label="Python" code={'mlflow.sklearn.log_model(model, name="model")\n'} />
        </EmptyState>
      ) : (
        <ModelsOfRuns models={query.data} />
      )}
      <LoadMore query={query} />
    </Page>
  );
}

function ModelsOfRuns({ models }: { models: LoggedModel[] }) {
  const runName = useRunNames([
    ...models.flatMap(({ info }) => info.source_run_id || []),
    ...models.flatMap((model) => loggedMetrics(model).flatMap(({ runId }) => runId ?? [])),
  ]);
  return <LoggedModelsTable models={models} runName={runName} />;
}
