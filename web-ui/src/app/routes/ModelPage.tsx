import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState } from 'react';
import classes from '@/app/routes/ModelPage.module.css';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { LoadMore } from '@/components/LoadMore';
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
import { VersionsTable } from '@/features/models/components/VersionsTable';
import { OpenRequests } from '@/features/promotions/components/OpenRequests';
import { PolicyEditor } from '@/features/promotions/components/PolicyEditor';
import { PromoteDialog } from '@/features/promotions/components/PromoteDialog';
import { RollbackDialog } from '@/features/promotions/components/RollbackDialog';
import { PromotionTimeline } from '@/features/promotions/components/PromotionTimeline';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/models/$modelName')({ component: ModelPage });

function ModelPage() {
  const { modelName } = Route.useParams();
  const { data: model, error, refetch } = useRegisteredModel(modelName);
  const versionsQuery = useModelVersions(modelName);
  const versions = versionsQuery.data ?? [];
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
            <Section title="Versions" count={versions.length}>
              {versionsQuery.error !== null ? (
                <ErrorState error={versionsQuery.error} doing="load the versions" />
              ) : versionsQuery.data === undefined ? (
                <Loading what="versions" />
              ) : versions.length === 0 ? (
                <EmptyState title="This model has no versions yet">
                  <p>
                    Register one with <code>mlflow.register_model(model_uri, &quot;{modelName}&quot;)</code>.
                  </p>
                </EmptyState>
              ) : (
                <VersionsTable versions={versions} aliases={model.aliases} onPromote={setPromoting} />
              )}
              <LoadMore query={versionsQuery} />
            </Section>
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
