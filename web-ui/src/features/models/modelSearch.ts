import { readString, readStrings, type RawSearch } from '@/lib/searchParams';

/** The server tells the values of no more metrics at once. */
export const MOST_METRICS = 100;

/** What shapes the page of a model, as it stands in the URL. Absent means the default. */
export interface ModelSearch {
  /** The metrics that are columns of its versions. */
  metrics?: string[];
  /** The metric that versions are sorted by, `-` before it for the greatest first; by number where absent. */
  sort?: string;
  /** Versions that are ticked. */
  selected?: string[];
}

export function parseModelSearch(raw: RawSearch): ModelSearch {
  return {
    metrics: Array.isArray(raw['metrics'])
      ? (readStrings(raw, 'metrics') ?? []).slice(0, MOST_METRICS)
      : undefined,
    sort: readString(raw, 'sort'),
    selected: readStrings(raw, 'selected'),
  };
}
