import { readColours } from '@/features/runs/runsSearch';
import { readFlag, readOneOf, readString, readStrings, type RawSearch } from '@/lib/searchParams';

export const COMPARE_VIEWS = ['table', 'charts', 'plots', 'images', 'artifacts'] as const;
export type CompareView = (typeof COMPARE_VIEWS)[number];

export interface CompareSearch {
  runs?: string[];
  experiments?: string[];
  /** Absent: the table. */
  view?: Exclude<CompareView, 'table'>;
  /** Only rows in which the runs differ. */
  diff?: true;
  /** A row per run. */
  flip?: true;
  /** Which of a metric's values is compared; absent: the last one. */
  value?: 'min' | 'max';
  /** The artifact shown side by side. */
  path?: string;
  /** Colours of runs that somebody chose. */
  colour?: Record<string, number>;
}

export function parseCompareSearch(raw: RawSearch): CompareSearch {
  return {
    runs: readStrings(raw, 'runs'),
    experiments: readStrings(raw, 'experiments'),
    view: readOneOf(raw, 'view', ['charts', 'plots', 'images', 'artifacts']),
    diff: readFlag(raw, 'diff'),
    flip: readFlag(raw, 'flip'),
    value: readOneOf(raw, 'value', ['min', 'max']),
    path: readString(raw, 'path'),
    colour: readColours(raw),
  };
}
