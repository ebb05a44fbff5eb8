import type { Better } from '@/lib/baseline';
import { readFlag, readOneOf, readRecord, readString, readStrings, type RawSearch } from '@/lib/searchParams';

/** Which runs by their lifecycle; the active ones where absent. */
export type StageView = 'deleted' | 'all';

/** What shapes the runs table, as it stands in the URL. Absent means the default. */
export interface RunsSearch {
  /** In MLflow's search grammar and ours. */
  filter?: string;
  /** The columns sorted by, the first one first, `-` before it for descending. */
  sort?: string[];
  /** Columns hidden that are shown by default. */
  hide?: string[];
  /** Columns shown that are hidden by default. */
  show?: string[];
  /** Columns that stand first, in this order. */
  order?: string[];
  /** Columns that stay in place when the table is scrolled. */
  pin?: string[];
  /** Widths that somebody chose. */
  width?: Record<string, number>;
  /** Only columns in which the runs differ. */
  diff?: true;
  /** The run that others are measured against: its id, or `champion:` and the name of a model. */
  base?: string;
  /** Which way metrics get better, where their names do not tell. */
  better?: Record<string, Better>;
  /** The columns whose values make a group. */
  group?: string[];
  /** Child runs below their parents. */
  tree?: true;
  stage?: StageView;
  /** Runs left out of the table. */
  out?: string[];
  /** Colours of runs that somebody chose. */
  colour?: Record<string, number>;
  selected?: string[];
}

export const DEFAULT_SORT = ['-attributes.start_time'];

export function readColours(raw: RawSearch): Record<string, number> | undefined {
  return readRecord(raw, 'colour', (value) => (typeof value === 'number' ? value : undefined));
}

export function parseRunsSearch(raw: RawSearch): RunsSearch {
  return {
    filter: readString(raw, 'filter'),
    sort: typeof raw['sort'] === 'string' ? [raw['sort']] : readStrings(raw, 'sort'),
    hide: readStrings(raw, 'hide'),
    show: readStrings(raw, 'show'),
    order: readStrings(raw, 'order'),
    pin: readStrings(raw, 'pin'),
    width: readRecord(raw, 'width', (value) =>
      typeof value === 'number' && value >= 40 && value <= 1_000 ? value : undefined,
    ),
    diff: readFlag(raw, 'diff'),
    base: readString(raw, 'base'),
    better: readRecord(raw, 'better', (value) =>
      (['up', 'down', 'none'] as const).find((item) => item === value),
    ),
    group: readStrings(raw, 'group'),
    tree: readFlag(raw, 'tree'),
    stage: readOneOf(raw, 'stage', ['deleted', 'all']),
    out: readStrings(raw, 'out'),
    colour: readColours(raw),
    selected: readStrings(raw, 'selected'),
  };
}
