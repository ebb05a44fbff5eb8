import { SegmentedControl, Slider, Switch, TextInput } from '@mantine/core';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { EmptyState } from '@/components/EmptyState';
import { Section } from '@/components/Section';
import { MetricCard } from '@/features/metrics/components/MetricCard';
import classes from '@/features/metrics/components/MetricCharts.module.css';
import { groupByPrefix } from '@/features/metrics/groupByPrefix';

/** How the charts are drawn, as it stands in the URL. */
export interface ChartSearch {
  metric?: string;
  x?: 'time';
  log?: true;
  smooth?: number;
}

interface MetricChartsProps {
  runId: string;
  /** The last point of each metric. */
  metrics: { key: string; step?: number }[];
  live: boolean;
  search: ChartSearch;
  onSearch: (change: ChartSearch) => void;
}

/** Every metric of a run as a small chart of its own, grouped by what stands before the first slash. */
export function MetricCharts({ runId, metrics, live, search, onSearch }: MetricChartsProps) {
  if (metrics.length === 0) {
    return (
      <EmptyState title="This run has no metrics">
        <p>
          Log one with <code>mlflow.log_metric(&quot;loss&quot;, 0.31, step=1)</code>; each step becomes a
          point of its curve.
        </p>
      </EmptyState>
    );
  }
  const view = { x: search.x ?? 'step', log: search.log ?? false, smoothing: search.smooth ?? 0 } as const;
  const text = search.metric ?? '';
  const shown = metrics.filter(({ key }) => key.toLowerCase().includes(text.toLowerCase()));
  const hasCurve = new Map(metrics.map(({ key, step }) => [key, (step ?? 0) > 0]));
  // Curves and single values in grids of their own: a row is as high as its highest card.
  const grids = (keys: string[]) =>
    [keys.filter((key) => hasCurve.get(key)), keys.filter((key) => !hasCurve.get(key))].filter(
      (grid) => grid.length > 0,
    );
  return (
    <>
      <div className={classes.controls}>
        <TextInput
          w={240}
          aria-label="Find a metric"
          placeholder="Find a metric"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => onSearch({ metric: event.currentTarget.value || undefined })}
        />
        <SegmentedControl
          aria-label="Horizontal axis"
          data={[
            { value: 'step', label: 'Step' },
            { value: 'time', label: 'Time' },
          ]}
          value={view.x}
          onChange={(value) => onSearch({ x: value === 'time' ? 'time' : undefined })}
        />
        <Switch
          label="Log scale"
          checked={view.log}
          onChange={(event) => onSearch({ log: event.currentTarget.checked || undefined })}
        />
        <div className={classes.smoothing}>
          <span aria-hidden>Smoothing</span>
          <Slider
            w={120}
            min={0}
            max={0.99}
            step={0.01}
            thumbLabel="Smoothing"
            defaultValue={view.smoothing}
            onChangeEnd={(value) => onSearch({ smooth: value || undefined })}
          />
          <span className="tabular muted">{view.smoothing.toFixed(2)}</span>
        </div>
      </div>
      {shown.length === 0 && <p className="muted">No metric of this run is called that.</p>}
      {groupByPrefix(shown.map(({ key }) => key)).map(([prefix, keys]) => (
        <Section key={prefix} title={prefix === '' ? 'Metrics' : prefix} count={keys.length}>
          {grids(keys).map((grid) => (
            <div key={grid[0]} className={classes.grid}>
              {grid.map((key) => (
                <MetricCard key={key} runId={runId} metricKey={key} view={view} live={live} />
              ))}
            </div>
          ))}
        </Section>
      ))}
    </>
  );
}
