import type { Run } from '@/features/runs/api/types';
import { runDuration, runSource, runUser } from '@/features/runs/runFacts';
import { formatExactTime, formatMetric, toNumber } from '@/lib/format';
import { tagValue, userTags } from '@/lib/tags';

/** One line of a comparison: a cell per run, undefined where the run has no such key. */
export interface CompareRow {
  key: string;
  cells: (string | undefined)[];
  differs: boolean;
  /** For metrics: the change against the first run, in percent. */
  deltas?: (number | undefined)[];
  /** For metrics: which runs have the least and the greatest value. */
  extremes?: ('least' | 'greatest' | undefined)[];
}

export interface CompareSection {
  title: string;
  numeric: boolean;
  rows: CompareRow[];
}

export function compareRow(key: string, cells: (string | undefined)[]): CompareRow {
  return { key, cells, differs: cells.some((cell) => cell !== cells[0]) };
}

function keyed(runs: readonly Run[], entries: (run: Run) => readonly { key: string; value: string }[]) {
  const byRun = runs.map((run) => new Map(entries(run).map(({ key, value }) => [key, value])));
  const keys = [...new Set(byRun.flatMap((map) => [...map.keys()]))].sort((a, b) => a.localeCompare(b));
  return keys.map((key) =>
    compareRow(
      key,
      byRun.map((map) => map.get(key)),
    ),
  );
}

/** The value of each metric of a run that is compared, by key. */
export type MetricValues = (run: Run) => ReadonlyMap<string, number>;

export const lastValues: MetricValues = (run) =>
  new Map(run.data.metrics?.map(({ key, value }) => [key, toNumber(value)]));

function metricRows(runs: readonly Run[], values: MetricValues): CompareRow[] {
  const byRun = runs.map(values);
  const keys = [...new Set(byRun.flatMap((map) => [...map.keys()]))].sort((a, b) => a.localeCompare(b));
  return keys.map((key) => {
    const values = byRun.map((map) => map.get(key));
    const baseline = values[0];
    return {
      key,
      cells: values.map((value) => (value === undefined ? undefined : formatMetric(value))),
      differs: values.some((value) => !Object.is(value, baseline)),
      deltas: values.map((value) => relativeChange(baseline, value)),
      extremes: extremesOf(values),
    };
  });
}

function extremesOf(values: readonly (number | undefined)[]): CompareRow['extremes'] {
  const finite = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const least = Math.min(...finite);
  const greatest = Math.max(...finite);
  if (!(least < greatest)) return undefined;
  return values.map((value) => (value === least ? 'least' : value === greatest ? 'greatest' : undefined));
}

function relativeChange(from: number | undefined, to: number | undefined): number | undefined {
  if (from === undefined || to === undefined || from === 0 || from === to) return undefined;
  const percent = ((to - from) / Math.abs(from)) * 100;
  return Number.isFinite(percent) ? percent : undefined;
}

function attributeRows(runs: readonly Run[]): CompareRow[] {
  const of = (key: string, read: (run: Run) => string | undefined) => compareRow(key, runs.map(read));
  return [
    of('Status', (run) => run.info.status.toLowerCase()),
    of('Started', (run) => (run.info.start_time ? formatExactTime(run.info.start_time) : undefined)),
    of('Duration', runDuration),
    of('User', runUser),
    of('Source', runSource),
    of('Commit', (run) => tagValue(run.data.tags, 'mlflow.source.git.commit')),
  ].filter(({ cells }) => cells.some((cell) => cell !== undefined));
}

/** All that the runs have, in sections, rows by key. */
export function compareRuns(runs: readonly Run[], values: MetricValues = lastValues): CompareSection[] {
  return [
    { title: 'Run', numeric: false, rows: attributeRows(runs) },
    { title: 'Metrics', numeric: true, rows: metricRows(runs, values) },
    { title: 'Parameters', numeric: false, rows: keyed(runs, (run) => run.data.params ?? []) },
    {
      title: 'Datasets',
      numeric: false,
      rows: keyed(runs, (run) =>
        (run.inputs.dataset_inputs ?? []).map(({ dataset, tags }) => ({
          key: tagValue(tags, 'mlflow.data.context') ?? 'dataset',
          value: `${dataset.name} (${dataset.digest})`,
        })),
      ),
    },
    { title: 'Tags', numeric: false, rows: keyed(runs, (run) => userTags(run.data.tags)) },
  ];
}
