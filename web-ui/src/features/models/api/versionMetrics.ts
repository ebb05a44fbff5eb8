import { queryOptions, useQuery } from '@tanstack/react-query';
import { MOST_METRICS } from '@/features/models/modelSearch';
import type { AnswerTo, Known, Schema } from '@/lib/api';
import { toNumber, type WireDouble } from '@/lib/format';
import { millrace } from '@/lib/http';
import { orNothing } from '@/lib/lists';

export type MetricKey = Schema<'MetricKey'>;

type WireMetric = Known<
  Schema<'VersionMetric'>,
  never,
  { last: WireDouble; min: WireDouble; max: WireDouble }
>;
type WireVersion = Known<Schema<'MeasuredVersion'>, never, { metrics: WireMetric[] }>;
type Answer = Known<
  AnswerTo<'GET /api/millrace/v1/models/{name}/metrics'>,
  never,
  { keys: MetricKey[]; versions: WireVersion[] }
>;

/** One metric of a version: its last value, and the ends of its history. */
export interface VersionMetric {
  last: number;
  min?: number;
  max?: number;
}

/** The metrics of several versions. */
export interface VersionMetrics {
  /** Those that any of the versions has, those of most versions first. */
  keys: MetricKey[];
  /** There are no other keys. */
  complete: boolean;
  /** Those whose values were asked for of every version. */
  told: ReadonlySet<string>;
  /** By version, then by key. */
  values: ReadonlyMap<string, ReadonlyMap<string, VersionMetric>>;
}

/** Of one request. */
const VERSIONS_AT_ONCE = 200;

/** Of the machine, not of the model. */
export const SYSTEM_PREFIX = 'system/';

interface Wanted {
  versions: readonly string[];
  /** Absent: the first ones of the keys. */
  metrics?: readonly string[];
}

async function getVersionMetrics(
  name: string,
  { versions, metrics }: Wanted,
  signal: AbortSignal,
): Promise<VersionMetrics> {
  const parts: string[][] = [];
  for (let from = 0; from < versions.length; from += VERSIONS_AT_ONCE) {
    parts.push(versions.slice(from, from + VERSIONS_AT_ONCE));
  }
  const ask = (part: readonly string[], asked: readonly string[] | undefined) =>
    millrace<Answer>(`models/${encodeURIComponent(name)}/metrics`, {
      query: { versions: part, metric_keys: asked },
      signal,
    });
  if (metrics !== undefined)
    return together(await Promise.all(parts.map((part) => ask(part, metrics))), metrics);
  // By itself each part would tell the first ones of its own keys: the older ones are asked for those of the newest.
  const [newest = [], ...older] = parts;
  const first = await ask(newest, undefined);
  const told = toldIn(first);
  const rest = await Promise.all(older.map((part) => ask(part, orNothing(told.slice(0, MOST_METRICS)))));
  return together([first, ...rest], told.length > 0 ? told : rest.flatMap(toldIn));
}

/** The metrics whose values stand in an answer. */
function toldIn({ versions = [] }: Answer): string[] {
  return [...new Set(versions.flatMap(({ metrics = [] }) => metrics.map(({ key }) => key)))];
}

function together(answers: readonly Answer[], told: readonly string[]): VersionMetrics {
  const counts = new Map<string, number>();
  for (const { key, versions } of answers.flatMap(({ keys = [] }) => keys)) {
    counts.set(key, (counts.get(key) ?? 0) + versions);
  }
  return {
    // In the order in which the server tells them.
    keys: [...counts]
      .map(([key, versions]) => ({ key, versions }))
      .toSorted((a, b) => isOfMachine(a) - isOfMachine(b) || b.versions - a.versions),
    complete: answers.every(({ complete }) => complete),
    told: new Set(told),
    values: new Map(
      answers.flatMap(({ versions = [] }) =>
        versions.map(({ version, metrics = [] }) => [
          version,
          new Map(metrics.map((metric) => [metric.key, numbersOf(metric)])),
        ]),
      ),
    ),
  };
}

const isOfMachine = ({ key }: MetricKey) => Number(key.startsWith(SYSTEM_PREFIX));

function numbersOf({ last, min, max }: WireMetric): VersionMetric {
  return {
    last: toNumber(last),
    min: min === undefined ? undefined : toNumber(min),
    max: max === undefined ? undefined : toNumber(max),
  };
}

export function versionMetricsQueryOptions(name: string, wanted: Wanted) {
  return queryOptions({
    queryKey: ['models', 'metrics', name, wanted.versions, wanted.metrics] as const,
    queryFn: ({ signal }) => getVersionMetrics(name, wanted, signal),
    enabled: wanted.versions.length > 0,
    // While other metrics or more versions are read, those there are stay; of another model or version none do.
    placeholderData: (previous: VersionMetrics | undefined, query) =>
      query?.queryKey[2] === name && query.queryKey[3]?.[0] === wanted.versions[0] ? previous : undefined,
  });
}

/** What was measured of these versions of a model. */
export function useVersionMetrics(name: string, wanted: Wanted) {
  return useQuery(versionMetricsQueryOptions(name, wanted));
}
