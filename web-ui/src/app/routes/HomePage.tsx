import { createLazyRoute, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import classes from '@/app/routes/HomePage.module.css';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { PythonSnippet } from '@/components/PythonSnippet';
import { Section } from '@/components/Section';
import { useEndpoints } from '@/features/endpoints/api/listEndpoints';
import { EndpointsTable } from '@/features/endpoints/components/EndpointsTable';
import { useExperiments } from '@/features/experiments/api/searchExperiments';
import { LastPromotions } from '@/features/promotions/components/LastPromotions';
import { RecentRuns } from '@/features/runs/components/RecentRuns';

export const Route = createLazyRoute('/')({ component: HomePage });

function HomePage() {
  const { data, error, refetch } = useExperiments('');
  const experiments = useMemo(
    () =>
      new Map(data?.pages[0]?.experiments?.map(({ experiment_id: id, name }) => [id, name] as const) ?? []),
    [data],
  );
  // MLflow: every server has this one, so a server nobody used yet still lists it.
  const isNew = data !== undefined && [...experiments.values()].every((name) => name === 'Default');
  return (
    <Page title="Home">
      {error !== null ? (
        <ErrorState error={error} doing="load what goes on" onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="what goes on" lines={8} />
      ) : (
        <>
          {isNew && (
            <EmptyState title="Log your first run">
              <p>
                Install the client with <code>pip install mlflow</code> and run this; the run appears here.
              </p>
              <PythonSnippet experimentName="my-first-experiment" />
            </EmptyState>
          )}
          {experiments.size > 0 && <WhatGoesOn experiments={experiments} />}
          {!isNew && (
            <Section title="Log a run here">
              <PythonSnippet experimentName={[...experiments.values()][0] ?? 'my-experiment'} />
            </Section>
          )}
        </>
      )}
    </Page>
  );
}

function WhatGoesOn({ experiments }: { experiments: ReadonlyMap<string, string> }) {
  const endpoints = useEndpoints();
  return (
    <div className={classes.columns}>
      <div>
        <RecentRuns title="Running" none="No run is going on." status="RUNNING" experiments={experiments} />
        <RecentRuns title="Failed" none="No run failed." status="FAILED" experiments={experiments} />
      </div>
      <div>
        <Section title="Serving">
          {endpoints.error !== null ? (
            <ErrorState
              error={endpoints.error}
              doing="load the endpoints"
              onRetry={() => void endpoints.refetch()}
            />
          ) : endpoints.data === undefined ? (
            <Loading what="endpoints" />
          ) : endpoints.data.length === 0 ? (
            <p className="muted">
              Nothing is served. Open an <Link to="/endpoints">endpoint</Link> on a registered model.
            </p>
          ) : (
            <EndpointsTable endpoints={endpoints.data} />
          )}
        </Section>
        <LastPromotions />
      </div>
    </div>
  );
}
