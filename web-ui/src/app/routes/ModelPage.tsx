import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState } from 'react';
import classes from '@/app/routes/ModelPage.module.css';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useRegisteredModel } from '@/features/models/api/getRegisteredModel';
import { useModelVersions } from '@/features/models/api/searchModelVersions';
import { AliasChips } from '@/features/models/components/AliasChips';
import { DescriptionNote } from '@/features/models/components/DescriptionNote';
import { ModelTags } from '@/features/models/components/ModelTags';
import { VersionsSection } from '@/features/models/components/VersionsSection';
import { OpenRequests } from '@/features/promotions/components/OpenRequests';
import { PolicyEditor } from '@/features/promotions/components/PolicyEditor';
import { PromoteDialog } from '@/features/promotions/components/PromoteDialog';
import { RollbackDialog } from '@/features/promotions/components/RollbackDialog';
import { PromotionTimeline } from '@/features/promotions/components/PromotionTimeline';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/models/$modelName')({ component: ModelPage });

function ModelPage() {
  const { modelName } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: model, error, refetch } = useRegisteredModel(modelName);
  const { data: versions = [] } = useModelVersions(modelName);
  const [promoting, setPromoting] = useState<string>();
  const [rollingBack, setRollingBack] = useState(false);
  const aliases = model?.aliases ?? [];

  if (isNotFound(error)) {
    return (
      <NotFound title={`No model is registered as ${modelName}`}>
        <p>
          See the <Link to="/models">models there are</Link>.
        </p>
      </NotFound>
    );
  }
  const newest = versions[0]?.version;
  return (
    <Page
      title={modelName}
      trail={[
        <Link key="all" to="/models">
          Models
        </Link>,
      ]}
      actions={
        newest !== undefined && (
          <>
            {aliases.length > 0 && (
              <Button variant="default" onClick={() => setRollingBack(true)}>
                Roll back…
              </Button>
            )}
            <Button onClick={() => setPromoting(newest)}>Promote…</Button>
          </>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the model" onRetry={() => void refetch()} />
      ) : model === undefined ? (
        <Loading what="the model" />
      ) : (
        <>
          <Facts
            facts={[
              { name: 'Aliases', value: <AliasChips aliases={model.aliases} /> },
              { name: 'Created', value: <RelativeTime millis={model.creation_timestamp} /> },
              { name: 'Changed', value: <RelativeTime millis={model.last_updated_timestamp} /> },
              { name: 'Tags', value: <ModelTags name={modelName} tags={model.tags} /> },
            ]}
          />
          <DescriptionNote name={modelName} text={model.description} />
          <div className={classes.columns}>
            <VersionsSection
              modelName={modelName}
              aliases={model.aliases}
              search={search}
              onSearch={(change) =>
                void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true })
              }
              onPromote={setPromoting}
            />
            <div>
              <OpenRequests modelName={modelName} />
              <Section title="Promotions">
                <PromotionTimeline modelName={modelName} />
              </Section>
              <Section title="Promotion policy">
                <PolicyEditor modelName={modelName} aliases={aliases.map((item) => item.alias)} />
              </Section>
            </div>
          </div>
          {promoting !== undefined && (
            <PromoteDialog
              modelName={modelName}
              versions={versions.map((version) => version.version)}
              aliases={aliases}
              version={promoting}
              onClose={() => setPromoting(undefined)}
            />
          )}
          {rollingBack && (
            <RollbackDialog modelName={modelName} aliases={aliases} onClose={() => setRollingBack(false)} />
          )}
        </>
      )}
    </Page>
  );
}
