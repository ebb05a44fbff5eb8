import { Button, SegmentedControl, Select } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { ExperimentSearch } from '@/app/experimentSearch';
import { chartRuns } from '@/app/routes/chartRuns';
import { ExperimentViews } from '@/app/routes/ExperimentViews';
import { RunCharts, type ChartKind } from '@/app/routes/RunCharts';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { metricKeys, type ChartRun } from '@/features/charts/chartRun';
import classes from '@/features/charts/components/Charts.module.css';
import { useExperiment } from '@/features/experiments/api/getExperiment';
import { NoSuchExperiment } from '@/features/experiments/components/NoSuchExperiment';
import { useRunChanges } from '@/features/live-runs/hooks/useRunChanges';
import { useChartedChanges, useChartedRuns } from '@/features/runs/api/chartedRuns';
import { isMissing } from '@/lib/http';
import { plural } from '@/lib/format';

export const Route = createLazyRoute('/experiments/$experimentId/charts')({ component: ChartsPage });

const kinds: { value: ChartKind; label: string }[] = [
  { value: 'curves', label: 'Metrics over steps' },
  { value: 'plots', label: 'Runs by their parameters' },
  { value: 'images', label: 'Images' },
];
const DEFAULT_TOP = 10;
const NONE: string[] = [];

function ChartsPage() {
  const { experimentId } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const experiment = useExperiment(experimentId);
  const { filter = '', selected = NONE } = search;
  const charted = useMemo(() => ({ experimentId, filter, selected }), [experimentId, filter, selected]);
  const query = useChartedRuns(charted);
  useRunChanges(experiment.data?.experiment_id, useChartedChanges(charted));
  // Fields that are typed into begin anew with another view.
  const [opened, setOpened] = useState(0);
  const runs = useMemo(() => chartRuns(query.data?.runs ?? []), [query.data]);
  const kind = search.view ?? 'curves';
  const change = (part: Partial<ExperimentSearch>) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true });

  if (isMissing(experiment.error, experimentId)) return <NoSuchExperiment experimentId={experimentId} />;
  return (
    <Page
      title="Charts"
      trail={[
        <Link key="all" to="/experiments">
          Experiments
        </Link>,
        <Link key="runs" to="/experiments/$experimentId" params={{ experimentId }} search={search}>
          {experiment.data?.name ?? experimentId}
        </Link>,
      ]}
      aside={
        <span className="muted">
          {selected.length > 0
            ? 'of the selected runs'
            : filter === ''
              ? 'of all runs'
              : `of runs where ${filter}`}
        </span>
      }
      actions={
        <>
          <SegmentedControl
            aria-label="What is charted"
            data={kinds}
            value={kind}
            onChange={(next) => change({ view: next === 'curves' ? undefined : next })}
          />
          <ExperimentViews
            experimentId={experimentId}
            page="charts"
            search={search}
            onOpened={() => setOpened((times) => times + 1)}
          />
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/experiments/$experimentId" params={{ experimentId }} search={search} {...props} />
            )}
          >
            Table
          </Button>
        </>
      }
    >
      {query.error !== null ? (
        <ErrorState error={query.error} doing="load the runs" onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Loading what="runs" lines={8} />
      ) : runs.length === 0 || (kind !== 'images' && metricKeys(runs).size === 0) ? (
        <NothingToChart found={runs.length} />
      ) : (
        <Charts
          key={opened}
          runs={runs}
          kind={kind}
          more={query.data.more}
          search={search}
          onSearch={change}
          all={selected.length > 0}
        />
      )}
    </Page>
  );
}

interface ChartsProps {
  runs: ChartRun[];
  kind: ChartKind;
  /** There are runs beyond those loaded. */
  more: boolean;
  /** Every run is drawn, as somebody chose them. */
  all: boolean;
  search: ExperimentSearch;
  onSearch: (change: Partial<ExperimentSearch>) => void;
}

function Charts({ runs, kind, more, all, search, onSearch }: ChartsProps) {
  const top = all ? runs.length : (search.top ?? DEFAULT_TOP);
  const isPlots = kind === 'plots';
  const listed = useMemo(() => (isPlots ? runs : runs.slice(0, top)), [isPlots, runs, top]);
  return (
    <RunCharts
      runs={listed}
      kind={kind}
      chosen={search.colour}
      search={search}
      onSearch={onSearch}
      head={
        <div className={classes.sideHead}>
          <span>{plural(listed.length, 'run')}</span>
          {!all && !isPlots && (
            <Select
              size="xs"
              w={112}
              aria-label="How many runs are drawn"
              data={['10', '25', '50', '100'].map((value) => ({ value, label: `Newest ${value}` }))}
              value={String(top)}
              allowDeselect={false}
              onChange={(value) => onSearch({ top: value === null ? undefined : Number(value) })}
            />
          )}
        </div>
      }
      foot={more && <p className="muted">The newest {runs.length.toLocaleString('en-US')} are loaded.</p>}
    />
  );
}

function NothingToChart({ found }: { found: number }) {
  return (
    <EmptyState title={found === 0 ? 'No run to draw' : 'These runs have no metrics'}>
      <p>
        {found === 0
          ? 'Go back to the table and choose another filter.'
          : 'Each call of mlflow.log_metric("loss", 0.31, step=1) becomes a point of a curve.'}
      </p>
    </EmptyState>
  );
}
