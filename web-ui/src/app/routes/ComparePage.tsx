import { Switch } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useQueries } from '@tanstack/react-query';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { runQueryOptions } from '@/features/runs/api/getRun';
import { CompareTable } from '@/features/runs/components/CompareTable';
import { compareRuns } from '@/features/runs/compareRows';
import { plural } from '@/lib/format';

export const Route = createLazyRoute('/compare-runs')({ component: ComparePage });

function ComparePage() {
  const { runs: ids = [], experiments = [], diff = false } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { runs, error, pending } = useQueries({
    queries: [...new Set(ids)].map(runQueryOptions),
    combine: (results) => ({
      runs: results.flatMap((result) => (result.data === undefined ? [] : [result.data])),
      error: results.find((result) => result.error !== null)?.error,
      pending: results.some((result) => result.isPending),
    }),
  });
  const experimentId = experiments[0];
  return (
    <Page
      fill
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
      actions={
        <Switch
          label="Differences only"
          checked={diff}
          onChange={(event) => {
            const checked = event.currentTarget.checked || undefined;
            void navigate({ search: (previous) => ({ ...previous, diff: checked }), replace: true });
          }}
        />
      }
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
          {runs.length > 0 && (
            <CompareTable
              runs={runs}
              sections={compareRuns(runs)}
              onlyDiffering={diff}
              onRemove={(runId) =>
                void navigate({
                  search: (previous) => ({ ...previous, runs: ids.filter((id) => id !== runId) }),
                })
              }
            />
          )}
        </>
      )}
    </Page>
  );
}
