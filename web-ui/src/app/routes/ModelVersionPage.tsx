import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { VersionDetails } from '@/app/routes/VersionDetails';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { StatusPill } from '@/components/StatusPill';
import { useModelVersion } from '@/features/models/api/getModelVersion';
import { useRegisteredModel } from '@/features/models/api/getRegisteredModel';
import { versionStatus } from '@/features/models/versionStatus';
import { PromoteDialog } from '@/features/promotions/components/PromoteDialog';
import { isMissing } from '@/lib/http';

export const Route = createLazyRoute('/models/$modelName/versions/$version')({ component: ModelVersionPage });

function ModelVersionPage() {
  const { modelName, version: number } = Route.useParams();
  const { path } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: version, error, refetch } = useModelVersion(modelName, number);
  const model = useRegisteredModel(modelName);
  const [promoting, setPromoting] = useState(false);

  if (isMissing(error, number)) {
    return (
      <NotFound title={`${modelName} has no version ${number}`}>
        <p>
          See the <Link to="/models">models there are</Link>.
        </p>
      </NotFound>
    );
  }
  const status = version === undefined ? undefined : versionStatus(version);
  return (
    <Page
      title={`${modelName} v${number}`}
      trail={[
        <Link key="all" to="/models">
          Models
        </Link>,
        <Link key="model" to="/models/$modelName" params={{ modelName }}>
          {modelName}
        </Link>,
      ]}
      aside={status !== undefined && <StatusPill tone={status.tone}>{status.label}</StatusPill>}
      actions={
        version !== undefined && (
          <>
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link to="/lineage" search={{ node: `version:${modelName}/${number}` }} {...props} />
              )}
            >
              Lineage
            </Button>
            <Button onClick={() => setPromoting(true)}>Promote…</Button>
          </>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the version" onRetry={() => void refetch()} />
      ) : version === undefined ? (
        <Loading what="the version" />
      ) : (
        <>
          <VersionDetails
            version={version}
            aliases={model.data?.aliases}
            selected={path}
            onSelect={(next) => void navigate({ search: { path: next }, replace: true })}
          />
          {promoting && (
            <PromoteDialog
              modelName={modelName}
              versions={[number]}
              aliases={model.data?.aliases ?? []}
              version={number}
              onClose={() => setPromoting(false)}
            />
          )}
        </>
      )}
    </Page>
  );
}
