import { readFlag, readStrings, type RawSearch } from '@/lib/searchParams';

export interface CompareSearch {
  runs?: string[];
  experiments?: string[];
  /** Only rows in which the runs differ. */
  diff?: true;
}

export function parseCompareSearch(raw: RawSearch): CompareSearch {
  return {
    runs: readStrings(raw, 'runs'),
    experiments: readStrings(raw, 'experiments'),
    diff: readFlag(raw, 'diff'),
  };
}
