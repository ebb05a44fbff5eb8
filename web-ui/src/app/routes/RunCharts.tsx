import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { Loading } from '@/components/Loading';
import type { ChartRun } from '@/features/charts/chartRun';
import type { PlotSearch } from '@/features/charts/chartSearch';
import classes from '@/features/charts/components/Charts.module.css';
import { RunLegend } from '@/features/charts/components/RunLegend';
import { orNothing } from '@/lib/lists';

const MetricSections = lazy(() =>
  import('@/features/charts/components/MetricSections').then((module) => ({
    default: module.MetricSections,
  })),
);
const PlotGrid = lazy(() =>
  import('@/features/charts/components/plots/PlotGrid').then((module) => ({ default: module.PlotGrid })),
);

interface RunChartsProps {
  runs: readonly ChartRun[];
  /** Of the runs by their parameters; else of their metrics over steps. */
  plots: boolean;
  search: PlotSearch;
  onSearch: (change: Partial<PlotSearch>) => void;
  /** Above and below the names of the runs. */
  head?: ReactNode;
  foot?: ReactNode;
}

/** Charts of some runs, beside their names by colour. */
export function RunCharts({ runs, plots, search, onSearch, head, foot }: RunChartsProps) {
  const off = useMemo(() => new Set(search.off), [search.off]);
  const drawn = useMemo(() => runs.filter((run) => !off.has(run.runId)), [runs, off]);
  return (
    <div className={classes.layout}>
      <aside className={classes.side} aria-label="Runs">
        {head}
        <RunLegend runs={runs} off={off} onOff={(ids) => onSearch({ off: orNothing(ids) })} />
        {foot}
      </aside>
      <div>
        <Suspense fallback={<Loading what="charts" />}>
          {plots ? (
            <PlotGrid runs={drawn} plots={search.plots} onPlots={(next) => onSearch({ plots: next })} />
          ) : (
            <MetricSections runs={drawn} search={search} onSearch={onSearch} />
          )}
        </Suspense>
      </div>
    </div>
  );
}
