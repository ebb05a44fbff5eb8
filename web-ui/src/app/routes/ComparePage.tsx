import { Tabs } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { chartRuns } from '@/app/routes/chartRuns';
import { CompareArtifacts } from '@/app/routes/CompareArtifacts';
import { CompareEverything } from '@/app/routes/CompareEverything';
import { RunCharts } from '@/app/routes/RunCharts';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { runQueryOptions } from '@/features/runs/api/getRun';
import type { CompareView } from '@/features/runs/compareSearch';
import { plural } from '@/lib/format';
import { isNotFound } from '@/lib/http';

const NONE: string[] = [];

export const Route = createLazyRoute('/compare-runs')({ component: ComparePage });

function ComparePage() {
  const search = Route.useSearch();
  const { runs: asked = NONE, view = 'table' } = search;
  const ids = useMemo(() => [...new Set(asked)], [asked]);
  const navigate = Route.useNavigate();
  const change = (part: Partial<typeof search>, replace = true) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace });
  const { runs, error, pending } = useQueries({
    queries: ids.map(runQueryOptions),
    combine: (results) => ({
      runs: results.flatMap((result) => (result.data === undefined ? [] : [result.data])),
      error: results.find((result) => result.error !== null)?.error,
      pending: results.some((result) => result.isPending),
    }),
  });
  const charted = useMemo(() => chartRuns(runs), [runs]);
  const experimentId = search.experiments?.[0] ?? runs[0]?.info.experiment_id;
  if (runs.length === 0 && !pending && isNotFound(error)) {
    return (
      <NotFound title="There is no run with any of these IDs">
        <p>
          They may have been deleted for good. See the <Link to="/experiments">experiments there are</Link>.
        </p>
      </NotFound>
    );
  }
  return (
    <Page
      fill={view === 'table'}
      title={`Comparing ${plural(ids.length, 'run')}`}
      trail={[
        <Link key="all" to="/experiments">
          Experiments
        </Link>,
        ...(experimentId === undefined
          ? []
          : [
              <Link
                key="runs"
                to="/experiments/$experimentId"
                params={{ experimentId }}
                search={{ selected: ids }}
              >
                Runs
              </Link>,
            ]),
      ]}
    >
      {ids.length === 0 ? (
        <EmptyState title="No runs to compare">
          <p>
            Open an <Link to="/experiments">experiment</Link>, tick two runs or more and choose Compare.
          </p>
        </EmptyState>
      ) : pending ? (
        <Loading what="the runs" lines={8} />
      ) : (
        <>
          {error !== undefined && <ErrorState error={error} doing="load every one of these runs" />}
          <Tabs
            value={view}
            onChange={(next) =>
              change({ view: next === 'table' ? undefined : (next as Exclude<CompareView, 'table'>) })
            }
          >
            <Tabs.List mb="md">
              <Tabs.Tab value="table">Table</Tabs.Tab>
              <Tabs.Tab value="charts">Metric charts</Tabs.Tab>
              <Tabs.Tab value="plots">Runs by their parameters</Tabs.Tab>
              <Tabs.Tab value="images">Images</Tabs.Tab>
              <Tabs.Tab value="artifacts">Artifacts</Tabs.Tab>
            </Tabs.List>
          </Tabs>
          {view === 'charts' || view === 'plots' || view === 'images' ? (
            <RunCharts
              runs={charted}
              kind={view === 'charts' ? 'curves' : view}
              chosen={search.colour}
              search={search}
              onSearch={change}
            />
          ) : view === 'artifacts' ? (
            <CompareArtifacts runs={charted} path={search.path} onPath={(path) => change({ path })} />
          ) : (
            <CompareEverything
              runs={runs}
              search={search}
              onSearch={change}
              onRemove={(runId) => change({ runs: ids.filter((id) => id !== runId) }, false)}
            />
          )}
        </>
      )}
    </Page>
  );
}
