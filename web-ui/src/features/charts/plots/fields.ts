import type { ChartRun } from '@/features/charts/chartRun';
import { toNumber } from '@/lib/format';

/** What runs can be placed by: `metrics.…`, `params.…` or `attributes.duration`. */
export interface Field {
  id: string;
  label: string;
  /** A value per run, undefined where it has none. */
  values: (number | string | undefined)[];
  /** Every value is a number. */
  numeric: boolean;
}

const DURATION = 'attributes.duration';

function asNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}

/** The values of a run by the ids of their fields, made once: charts ask for every field of every run. */
const indexes = new WeakMap<ChartRun, ReadonlyMap<string, number | string | undefined>>();

function indexOf(run: ChartRun): ReadonlyMap<string, number | string | undefined> {
  const known = indexes.get(run);
  if (known !== undefined) return known;
  const finite = (number: number) => (Number.isFinite(number) ? number : undefined);
  const index = new Map<string, number | string | undefined>([
    ...run.params.map(({ key, value }) => [`params.${key}`, value] as const),
    ...run.metrics.map(({ key, value }) => [`metrics.${key}`, finite(toNumber(value))] as const),
  ]);
  if (run.startTime && run.endTime) index.set(DURATION, (run.endTime - run.startTime) / 1000);
  indexes.set(run, index);
  return index;
}

export function field(id: string, runs: readonly ChartRun[]): Field {
  const texts = runs.map((run) => indexOf(run).get(id));
  const numbers = texts.map((text) => (typeof text === 'string' ? asNumber(text) : text));
  const numeric =
    numbers.some((number) => number !== undefined) &&
    texts.every((text, index) => text === undefined || text === '' || numbers[index] !== undefined);
  return {
    id,
    label: id === DURATION ? 'duration (s)' : id.slice(id.indexOf('.') + 1),
    values: numeric ? numbers : texts,
    numeric,
  };
}

/** Every field that any of the runs has, metrics first. */
export function fieldIds(runs: readonly ChartRun[]): { metrics: string[]; params: string[] } {
  const metrics = new Set<string>();
  const params = new Set<string>();
  for (const run of runs) {
    run.metrics.forEach(({ key }) => metrics.add(`metrics.${key}`));
    run.params.forEach(({ key }) => params.add(`params.${key}`));
  }
  const sorted = (ids: Set<string>) => [...ids].sort((a, b) => a.localeCompare(b));
  return { metrics: [...sorted(metrics), DURATION], params: sorted(params) };
}

/** The values a field has, in their order: numbers by size. */
export function distinct(values: readonly (number | string | undefined)[]): (number | string)[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)),
  );
}

/** Fields whose values differ: nothing can be learnt of the others. */
export function varying(ids: readonly string[], runs: readonly ChartRun[]): Field[] {
  return ids.map((id) => field(id, runs)).filter(({ values }) => distinct(values).length > 1);
}
