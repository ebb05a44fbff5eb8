import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Run } from '@/features/runs/api/types';
import type { AnswerTo, Known, Schema } from '@/lib/api';
import { toNumber, type WireDouble } from '@/lib/format';
import { millrace } from '@/lib/http';

type WirePoint = Known<Schema<'Point'>, never, { value: WireDouble }>;
type WireBucket = Known<Schema<'Bucket'>, never, { min: WirePoint; max: WirePoint }>;
type WireSeries = Known<Schema<'Series'>, never, { points: WirePoint[]; buckets: WireBucket[] }>;
type Sampled = Known<AnswerTo<'GET /api/millrace/v1/metrics/sample'>, never, { series: WireSeries[] }>;

/** The least and the greatest value of each metric of each run: by run, then by key. */
export type MetricEnds = Map<string, Map<string, { min: number; max: number }>>;

const KEYS_PER_REQUEST = 20;

async function metricEnds(
  runIds: readonly string[],
  keys: readonly string[],
  signal: AbortSignal,
): Promise<MetricEnds> {
  const parts: string[][] = [];
  for (let from = 0; from < keys.length; from += KEYS_PER_REQUEST) {
    parts.push(keys.slice(from, from + KEYS_PER_REQUEST));
  }
  const answers = await Promise.all(
    parts.map((part) =>
      millrace<Sampled>('metrics/sample', {
        // One part of the axis holds all points, and names its extremes.
        query: { run_ids: runIds, metric_keys: part, width: 1 },
        signal,
      }),
    ),
  );
  const ends: MetricEnds = new Map();
  for (const { run_id: runId, metric_key: key, points = [], buckets = [] } of answers.flatMap(
    ({ series = [] }) => series,
  )) {
    const min = buckets[0]?.min ?? points[0];
    const max = buckets[0]?.max ?? points[0];
    if (min === undefined || max === undefined) continue;
    const ofRun = ends.get(runId) ?? new Map<string, { min: number; max: number }>();
    ends.set(runId, ofRun.set(key, { min: toNumber(min.value), max: toNumber(max.value) }));
  }
  return ends;
}

export function useMetricEnds(runs: readonly Run[], enabled: boolean) {
  const runIds = runs.map((run) => run.info.run_id);
  const keys = [...new Set(runs.flatMap((run) => run.data.metrics?.map(({ key }) => key) ?? []))].sort();
  return useQuery(
    queryOptions({
      queryKey: ['runs', 'metric-ends', runIds, keys],
      queryFn: ({ signal }) => metricEnds(runIds, keys, signal),
      enabled: enabled && runIds.length > 0 && keys.length > 0,
    }),
  );
}
