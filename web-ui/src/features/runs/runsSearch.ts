import { readString, readStrings, type RawSearch } from '@/lib/searchParams';

/** What shapes the runs table, as it stands in the URL. Absent means the default. */
export interface RunsSearch {
  /** In MLflow's search grammar. */
  filter?: string;
  /** The column sorted by, `-` before it for descending. */
  sort?: string;
  /** Columns hidden that are shown by default. */
  hide?: string[];
  /** Columns shown that are hidden by default. */
  show?: string[];
  selected?: string[];
}

export const DEFAULT_SORT = '-attributes.start_time';

export function parseRunsSearch(raw: RawSearch): RunsSearch {
  return {
    // MLflow: links of its own pages name the filter searchFilter.
    filter: readString(raw, 'filter') ?? readString(raw, 'searchFilter'),
    sort: readString(raw, 'sort'),
    hide: readStrings(raw, 'hide'),
    show: readStrings(raw, 'show'),
    selected: readStrings(raw, 'selected'),
  };
}

/** The server's `order_by` of a sort; a key people chose is quoted, so that any can be named. */
export function toOrderBy(sort: string): string {
  const descending = sort.startsWith('-');
  const column = descending ? sort.slice(1) : sort;
  const dot = column.indexOf('.');
  const entity = column.slice(0, dot);
  const key = column.slice(dot + 1);
  const quote = key.includes('`') ? '"' : '`';
  const field = entity === 'attributes' ? column : `${entity}.${quote}${key}${quote}`;
  return `${field} ${descending ? 'DESC' : 'ASC'}`;
}
