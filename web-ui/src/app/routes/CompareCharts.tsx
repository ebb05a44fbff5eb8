import { lazy, useMemo } from 'react';
import type { ChartRun } from '@/features/charts/chartRun';
import type { PlotSearch } from '@/features/charts/chartSearch';
import classes from '@/features/charts/components/Charts.module.css';
import { RunLegend } from '@/features/charts/components/RunLegend';

const MetricSections = lazy(() =>
  import('@/features/charts/components/MetricSections').then((module) => ({
    default: module.MetricSections,
  })),
);
const PlotGrid = lazy(() =>
  import('@/features/charts/components/plots/PlotGrid').then((module) => ({ default: module.PlotGrid })),
);

interface CompareChartsProps {
  runs: readonly ChartRun[];
  view: 'charts' | 'plots';
  search: PlotSearch;
  onSearch: (change: Partial<PlotSearch>) => void;
}

/** Charts of the runs that are compared, with their names by colour. */
export function CompareCharts({ runs, view, search, onSearch }: CompareChartsProps) {
  const off = useMemo(() => new Set(search.off), [search.off]);
  const drawn = useMemo(() => runs.filter((run) => !off.has(run.runId)), [runs, off]);
  return (
    <div className={classes.layout}>
      <aside className={classes.side} aria-label="Runs">
        <RunLegend
          runs={runs}
          off={off}
          onOff={(ids) => onSearch({ off: ids.length > 0 ? ids : undefined })}
        />
      </aside>
      <div>
        {view === 'plots' ? (
          <PlotGrid runs={drawn} plots={search.plots} onPlots={(plots) => onSearch({ plots })} />
        ) : (
          <MetricSections runs={drawn} search={search} onSearch={onSearch} />
        )}
      </div>
    </div>
  );
}
