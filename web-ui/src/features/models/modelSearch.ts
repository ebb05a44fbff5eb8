import { readString, readStrings, type RawSearch } from '@/lib/searchParams';

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
    metrics: Array.isArray(raw['metrics']) ? (readStrings(raw, 'metrics') ?? []) : undefined,
    sort: readString(raw, 'sort'),
    selected: readStrings(raw, 'selected'),
  };
}
