import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sampleQueryOptions, type Sampling } from '@/features/charts/api/sampleMetrics';
import type { ChartRun } from '@/features/charts/chartRun';
import type { ChartView } from '@/features/charts/chartSearch';
import { toLines } from '@/features/charts/lines';

/** The server's bound of the runs of one sample. */
export const MAX_RUNS = 100;
const MAX_BUCKETS = 100_000;

/** The server thins out along steps and times; other axes are cut out of what it sends. */
function samplingOf({ x, zoom }: ChartView, runs: number, wanted: number): Sampling {
  const width = Math.max(1, Math.min(wanted, Math.floor(MAX_BUCKETS / Math.max(1, runs))));
  if (x === 'step') {
    const part = zoom && { start: Math.floor(zoom.from), end: Math.ceil(zoom.to) };
    return { x: 'step', width, ...part };
  }
  if (x === 'time') {
    const part = zoom && { start: Math.floor(zoom.from * 1000), end: Math.ceil(zoom.to * 1000) };
    return { x: 'time', width, ...part };
  }
  return { x: x === 'relative' ? 'time' : 'step', width };
}

/** One metric of several runs as lines; without `enabled` it asks for nothing. */
export function useLines(
  metricKey: string,
  runs: readonly ChartRun[],
  view: ChartView,
  options: { width: number; enabled: boolean },
) {
  const runIds = useMemo(() => runs.slice(0, MAX_RUNS).map((run) => run.runId), [runs]);
  const live = runs.some((run) => run.running);
  const sampling = samplingOf(view, runIds.length, options.width);
  const own = useQuery({
    ...sampleQueryOptions(runIds, metricKey, sampling, live),
    enabled: options.enabled && runIds.length > 0,
    // While a part is read more finely, what is known of it stays.
    placeholderData: (previous) => previous,
  });
  const other = useQuery({
    ...sampleQueryOptions(runIds, view.xMetric ?? '', sampling, live),
    enabled: options.enabled && runIds.length > 0 && view.xMetric !== undefined,
  });
  const { x, xMetric, log, smoothing, band, zoom } = view;
  const from = zoom?.from;
  const to = zoom?.to;
  const waits = own.data === undefined || (xMetric !== undefined && other.data === undefined);
  const lines = useMemo(() => {
    if (waits || own.data === undefined) return undefined;
    const part = from !== undefined && to !== undefined ? { from, to } : undefined;
    return toLines(runs, own.data, other.data ?? [], { x, xMetric, log, smoothing, band, zoom: part });
  }, [waits, runs, own.data, other.data, x, xMetric, log, smoothing, band, from, to]);
  return { lines, series: own.data, error: own.error ?? other.error };
}
