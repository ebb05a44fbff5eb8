import { SYSTEM_PREFIX, type MetricKey, type VersionMetrics } from '@/features/models/api/versionMetrics';
import type { ModelVersion } from '@/features/models/api/types';
import { betterOf } from '@/lib/baseline';

const DEFAULT_COLUMNS = 3;

/** Of so many that stand first, some are shown. */
const LOOKED_AT = 20;

/** The metrics that are shown until somebody chooses: those of most versions, at first such as say how good one is on data that it has not seen. */
export function defaultMetrics(keys: readonly MetricKey[], told: ReadonlySet<string>): string[] {
  return keys
    .filter(({ key }) => told.has(key))
    .slice(0, LOOKED_AT)
    .filter(({ key }) => !key.startsWith(SYSTEM_PREFIX))
    .toSorted((a, b) => b.versions - a.versions || worth(b.key) - worth(a.key))
    .slice(0, DEFAULT_COLUMNS)
    .map(({ key }) => key);
}

/** What was measured on data that the model has not seen says more than the rest. */
function worth(key: string): number {
  if (betterOf(key, undefined) === 'none') return 0;
  return /(^|[^a-z])train(ing)?([^a-z]|$)/i.test(key) ? 1 : 2;
}

/** The order that a click on a metric's heading makes of the one there is: best first, then worst, then by number. */
export function nextSort(sort: string | undefined, key: string): string | undefined {
  const falling = betterOf(key, undefined) !== 'down';
  const [first, second] = falling ? [`-${key}`, key] : [key, `-${key}`];
  return sort === first ? second : sort === second ? undefined : first;
}

/** The order, where it is that of one of these metrics. */
export function sortAmong(sort: string | undefined, metrics: readonly string[]): string | undefined {
  return metrics.some((key) => sortedBy(sort, key) !== undefined) ? sort : undefined;
}

export function sortedBy(sort: string | undefined, key: string): 'ascending' | 'descending' | undefined {
  return sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined;
}

/** Versions in an order; those without the metric come last, equal ones stay as they are. */
export function sortVersions(
  versions: readonly ModelVersion[],
  sort: string | undefined,
  values: VersionMetrics['values'] | undefined,
): readonly ModelVersion[] {
  if (sort === undefined || values === undefined) return versions;
  const falling = sort.startsWith('-');
  const key = falling ? sort.slice(1) : sort;
  const place = ({ version }: ModelVersion) => {
    const value = values.get(version)?.get(key)?.last;
    return value === undefined || Number.isNaN(value) ? Infinity : falling ? -value : value;
  };
  return versions.toSorted((a, b) => {
    const [one, other] = [place(a), place(b)];
    return one === other ? 0 : one - other;
  });
}

/** The best value of a metric, where it is known which way is better and there are several. */
export function bestOf(
  key: string,
  versions: readonly ModelVersion[],
  values: VersionMetrics['values'] | undefined,
): number | undefined {
  const better = betterOf(key, undefined);
  const numbers = versions.flatMap(({ version }) => {
    const value = values?.get(version)?.get(key)?.last;
    return value === undefined || Number.isNaN(value) ? [] : [value];
  });
  if (better === 'none' || new Set(numbers).size < 2) return undefined;
  return better === 'up' ? Math.max(...numbers) : Math.min(...numbers);
}
