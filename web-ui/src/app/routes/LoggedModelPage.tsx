import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { LoggedModelDetails } from '@/app/routes/LoggedModelDetails';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { StatusPill } from '@/components/StatusPill';
import { useExperiment } from '@/features/experiments/api/getExperiment';
import { useLoggedModel } from '@/features/models/api/getLoggedModel';
import { loggedModelStatus } from '@/features/models/versionStatus';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/experiments/$experimentId/models/$modelId')({
  component: LoggedModelPage,
});

function LoggedModelPage() {
  const { experimentId, modelId } = Route.useParams();
  const { path, file } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: model, error, refetch } = useLoggedModel(modelId);
  const experiment = useExperiment(experimentId);
  if (isNotFound(error)) {
    return (
      <NotFound title={`There is no logged model with the ID ${modelId}`}>
        <p>
          It may have been deleted. See the{' '}
          <Link to="/experiments/$experimentId/models" params={{ experimentId }}>
            logged models of its experiment
          </Link>
          .
        </p>
      </NotFound>
    );
  }
  const status = model === undefined ? undefined : loggedModelStatus(model);
  return (
    <Page
      title={model?.info.name ?? 'Logged model'}
      trail={[
        <Link key="all" to="/experiments">
          Experiments
        </Link>,
        <Link key="experiment" to="/experiments/$experimentId" params={{ experimentId }}>
          {experiment.data?.name ?? experimentId}
        </Link>,
        <Link key="models" to="/experiments/$experimentId/models" params={{ experimentId }}>
          Logged models
        </Link>,
      ]}
      aside={status !== undefined && <StatusPill tone={status.tone}>{status.label}</StatusPill>}
      actions={
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/lineage" search={{ node: `model:${modelId}` }} {...props} />}
        >
          Lineage
        </Button>
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the model" onRetry={() => void refetch()} />
      ) : model === undefined ? (
        <Loading what="the model" />
      ) : (
        <LoggedModelDetails
          model={model}
          selected={path}
          file={file}
          onSelect={(next) => void navigate({ search: { path: next }, replace: true })}
        />
      )}
    </Page>
  );
}
