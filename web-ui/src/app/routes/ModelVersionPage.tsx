import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { VersionArtifacts } from '@/app/routes/VersionArtifacts';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Note } from '@/components/Note';
import { Page } from '@/components/Page';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { StatusPill } from '@/components/StatusPill';
import { TagList } from '@/components/TagList';
import { useModelVersion } from '@/features/models/api/getModelVersion';
import { useRegisteredModel } from '@/features/models/api/getRegisteredModel';
import { AliasChips } from '@/features/models/components/AliasChips';
import { SourceRun } from '@/app/routes/SourceRun';
import { versionStatus } from '@/features/models/versionStatus';
import { PromoteDialog } from '@/features/promotions/components/PromoteDialog';
import { isNotFound } from '@/lib/http';
import { userTags } from '@/lib/tags';

export const Route = createLazyRoute('/models/$modelName/versions/$version')({ component: ModelVersionPage });

function ModelVersionPage() {
  const { modelName, version: number } = Route.useParams();
  const { path } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: version, error, refetch } = useModelVersion(modelName, number);
  const model = useRegisteredModel(modelName);
  const [promoting, setPromoting] = useState(false);

  if (isNotFound(error)) {
    return (
      <NotFound title={`${modelName} has no version ${number}`}>
        <p>
          See the <Link to="/models">models there are</Link>.
        </p>
      </NotFound>
    );
  }
  const tags = userTags(version?.tags);
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
          <Facts
            facts={[
              { name: 'Aliases', value: <AliasChips aliases={model.data?.aliases} version={number} /> },
              { name: 'Registered', value: <RelativeTime millis={version.creation_timestamp} /> },
              { name: 'Source run', value: version.run_id ? <SourceRun runId={version.run_id} /> : '–' },
              { name: 'Source', value: <span className="mono">{version.source || '–'}</span> },
              { name: 'Tags', value: tags.length > 0 ? <TagList tags={tags} /> : '–' },
            ]}
          />
          {version.description !== undefined && version.description !== '' && (
            <Note text={version.description} />
          )}
          {version.status_message !== undefined && version.status_message !== '' && (
            <Note text={version.status_message} />
          )}
          <Section title="Artifacts">
            <VersionArtifacts
              modelName={modelName}
              version={number}
              selected={path}
              onSelect={(next) => void navigate({ search: { path: next }, replace: true })}
            />
          </Section>
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
