import type { WireDouble } from '@/lib/format';

/** What charts have to know of a run. */
export interface ChartRun {
  runId: string;
  experimentId: string;
  name: string;
  startTime?: number;
  endTime?: number;
  /** Where its files are kept. */
  artifactUri?: string;
  running: boolean;
  metrics: readonly { key: string; value: WireDouble; step?: number }[];
  params: readonly { key: string; value: string }[];
}

/** Metrics that clients log of the machine, as MLflow names them. */
export const SYSTEM_PREFIX = 'system/';

/** Keys of all metrics that any of the runs has, and whether one of them has more than a single value. */
export function metricKeys(runs: readonly ChartRun[]): Map<string, { curve: boolean }> {
  const keys = new Map<string, { curve: boolean }>();
  for (const run of runs) {
    for (const { key, step } of run.metrics) {
      const known = keys.get(key);
      if (known === undefined) keys.set(key, { curve: (step ?? 0) > 0 });
      else known.curve ||= (step ?? 0) > 0;
    }
  }
  return keys;
}
