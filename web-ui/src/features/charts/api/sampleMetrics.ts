import { queryOptions } from '@tanstack/react-query';
import type { AnswerTo, Known, Schema } from '@/lib/api';
import { toNumber, type WireDouble } from '@/lib/format';
import { millrace } from '@/lib/http';

/** What is asked of every series: along which axis, from where to where, how finely. */
export interface Sampling {
  x: 'step' | 'time';
  width: number;
  start?: number;
  end?: number;
}

/** The points of one metric of one run that a line is drawn through, column by column, along the axis. */
export interface SampledSeries {
  runId: string;
  key: string;
  /** How many were logged. */
  count: number;
  steps: readonly number[];
  /** Milliseconds since 1970. */
  timestamps: readonly number[];
  values: readonly number[];
  /** How many of the points are of each part of the axis; absent where they are all that were logged. */
  sizes?: readonly number[];
}

type WireColumns = Known<Schema<'PointColumns'>, 'steps' | 'timestamps' | 'values', { values: WireDouble[] }>;
type WireSeries = Known<Schema<'Series'>, 'columns', { columns: WireColumns }>;
type Sampled = Known<AnswerTo<'GET /api/millrace/v1/metrics/sample'>, never, { series: WireSeries[] }>;

/** The server's bounds of one answer. */
const MAX_KEYS = 20;
const MAX_BUCKETS = 100_000;
/** Few keys a request: the first charts are drawn while the others are still read. */
const KEYS_PER_REQUEST = 4;

/** Most histories hold nothing but numbers: they are taken as they are. */
function numbers(values: readonly WireDouble[]): readonly number[] {
  return values.every((value) => typeof value === 'number') ? values : values.map(toNumber);
}

function series({ run_id: runId, metric_key: key, count, columns }: WireSeries): SampledSeries {
  const { steps, timestamps, values, sizes } = columns;
  return { runId, key, count, steps, timestamps, values: numbers(values), sizes };
}

export async function sampleMetrics(
  runIds: readonly string[],
  keys: readonly string[],
  { x, width, start, end }: Sampling,
): Promise<SampledSeries[]> {
  const answer = await millrace<Sampled>('metrics/sample', {
    query: { run_ids: runIds, metric_keys: keys, x, width, start, end, layout: 'columns' },
  });
  return (answer.series ?? []).map(series);
}

interface Waiting {
  keys: string[];
  runIds: readonly string[];
  sampling: Sampling;
  answers: Promise<Map<string, SampledSeries[]>>;
}

/** Requests that are about to be sent, by all that they ask but the keys. */
const gathering = new Map<string, Waiting>();

/** Charts that come into sight together are asked for together. */
export async function sampleMetric(
  runIds: readonly string[],
  key: string,
  sampling: Sampling,
): Promise<SampledSeries[]> {
  const what = JSON.stringify([runIds, sampling]);
  const perRequest = Math.max(
    1,
    Math.min(KEYS_PER_REQUEST, MAX_KEYS, Math.floor(MAX_BUCKETS / (sampling.width * runIds.length))),
  );
  let waiting = gathering.get(what);
  if (waiting === undefined || waiting.keys.length >= perRequest) {
    const fresh: Waiting = {
      keys: [],
      runIds,
      sampling,
      answers: Promise.resolve(new Map<string, SampledSeries[]>()),
    };
    fresh.answers = new Promise((resolve) => setTimeout(resolve)).then(() => send(what, fresh));
    gathering.set(what, fresh);
    waiting = fresh;
  }
  waiting.keys.push(key);
  return (await waiting.answers).get(key) ?? [];
}

async function send(what: string, waiting: Waiting): Promise<Map<string, SampledSeries[]>> {
  if (gathering.get(what) === waiting) gathering.delete(what);
  const { runIds, keys, sampling } = waiting;
  const byKey = new Map<string, SampledSeries[]>();
  for (const one of await sampleMetrics(runIds, keys, sampling)) {
    const others = byKey.get(one.key);
    if (others === undefined) byKey.set(one.key, [one]);
    else others.push(one);
  }
  return byKey;
}

/** `live`: one of the runs goes on, so there will be more points. */
export function sampleQueryOptions(
  runIds: readonly string[],
  key: string,
  sampling: Sampling,
  live: boolean,
) {
  return queryOptions({
    queryKey: ['metrics', 'sample', key, runIds, sampling],
    queryFn: () => sampleMetric(runIds, key, sampling),
    refetchInterval: live ? 5_000 : false,
    staleTime: live ? 0 : 60_000,
  });
}
