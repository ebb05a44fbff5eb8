import type { SampledSeries } from '@/features/charts/api/sampleMetrics';
import type { ChartRun } from '@/features/charts/chartRun';
import { toCsv } from '@/lib/csv';

/** The points that a chart shows: run by run, by step. */
export function linesToCsv(
  metricKey: string,
  runs: readonly ChartRun[],
  series: readonly SampledSeries[],
): string {
  const rows = runs.flatMap((run) =>
    series
      .filter((one) => one.runId === run.runId)
      .flatMap((one) =>
        one.steps.map((step, place) => [
          run.runId,
          run.name,
          String(step),
          new Date(one.timestamps[place]!).toISOString(),
          String(one.values[place]!),
        ]),
      ),
  );
  return toCsv([['run_id', 'run', 'step', 'time', metricKey], ...rows]);
}
