import type { LoggedModel } from '@/features/models/api/types';
import type { WireDouble } from '@/lib/format';

export interface LoggedMetric {
  /** What tells it apart from all others of the model. */
  id: string;
  /** Its key, with the dataset that it was measured on. */
  name: string;
  /** The run that measured it, where that is not the one that made the model. */
  runId?: string;
  value: WireDouble;
}

/** What was measured of a logged model, once for each run and dataset: first what its own run measured. */
export function loggedMetrics({ info, data }: LoggedModel): LoggedMetric[] {
  const metrics = data.metrics ?? [];
  const digests = new Map<string, Set<string | undefined>>();
  for (const { key, dataset_name: dataset, dataset_digest: digest } of metrics) {
    const name = nameOf(key, dataset);
    digests.set(name, (digests.get(name) ?? new Set()).add(digest));
  }
  const all = metrics.map((metric): LoggedMetric => {
    const { key, dataset_name: dataset, dataset_digest: digest, run_id: runId, value } = metric;
    const name = nameOf(key, dataset);
    const isOther = digest !== undefined && (digests.get(name)?.size ?? 0) > 1;
    return {
      id: JSON.stringify([key, dataset, digest, runId]),
      name: isOther ? `${name} (${digest})` : name,
      runId: runId === info.source_run_id ? undefined : runId,
      value,
    };
  });
  return [
    ...all.filter(({ runId }) => runId === undefined),
    ...all.filter(({ runId }) => runId !== undefined),
  ];
}

function nameOf(key: string, dataset: string | undefined): string {
  return dataset ? `${key}, ${dataset}` : key;
}
