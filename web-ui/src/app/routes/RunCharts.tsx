import { useMemo, type ReactNode } from 'react';
import { later } from '@/components/later';
import { Loading } from '@/components/Loading';
import type { ChartRun } from '@/features/charts/chartRun';
import type { PlotSearch } from '@/features/charts/chartSearch';
import classes from '@/features/charts/components/Charts.module.css';
import { RunColours } from '@/features/charts/components/RunColours';
import { RunLegend } from '@/features/charts/components/RunLegend';
import { orNothing } from '@/lib/lists';
import type { ChosenColours } from '@/lib/runColour';

const loading = <Loading what="charts" />;
const MetricSections = later(
  () => import('@/features/charts/components/MetricSections').then((module) => module.MetricSections),
  loading,
);
const PlotGrid = later(
  () => import('@/features/charts/components/plots/PlotGrid').then((module) => module.PlotGrid),
  loading,
);
const RunImages = later(() => import('@/app/routes/RunImages').then((module) => module.RunImages), loading);

/** Metrics over steps, runs by their parameters, or what the runs logged as pictures. */
export type ChartKind = 'curves' | 'plots' | 'images';

interface RunChartsProps {
  runs: readonly ChartRun[];
  kind: ChartKind;
  /** Colours that somebody chose for some of the runs. */
  chosen: ChosenColours | undefined;
  search: PlotSearch;
  onSearch: (change: Partial<PlotSearch>) => void;
  /** Above and below the names of the runs. */
  head?: ReactNode;
  foot?: ReactNode;
}

/** Charts of some runs, beside their names by colour. */
export function RunCharts({ runs, kind, chosen, search, onSearch, head, foot }: RunChartsProps) {
  const off = useMemo(() => new Set(search.off), [search.off]);
  const drawn = useMemo(() => runs.filter((run) => !off.has(run.runId)), [runs, off]);
  return (
    <RunColours runs={runs} chosen={chosen}>
      <div className={classes.layout}>
        <aside className={classes.side} aria-label="Runs">
          {head}
          <RunLegend runs={runs} off={off} onOff={(ids) => onSearch({ off: orNothing(ids) })} />
          {foot}
        </aside>
        <div>
          {kind === 'plots' ? (
            <PlotGrid runs={drawn} plots={search.plots} onPlots={(next) => onSearch({ plots: next })} />
          ) : kind === 'images' ? (
            <RunImages runs={drawn} search={search} onSearch={onSearch} />
          ) : (
            <MetricSections runs={drawn} search={search} onSearch={onSearch} />
          )}
        </div>
      </div>
    </RunColours>
  );
}
