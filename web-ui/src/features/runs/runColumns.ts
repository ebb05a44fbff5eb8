import type { CatalogueColumn } from '@/features/runs/api/listColumns';
import type { RunsSearch } from '@/features/runs/runsSearch';
import { orNothing } from '@/lib/lists';
import { isClientsTag, NOTE_TAG } from '@/lib/tags';

export type ColumnKind = 'attribute' | 'metric' | 'param' | 'tag' | 'dataset';

/** A column of the runs table. */
export interface RunColumn {
  /** As the URL names it: `metrics.loss`, `min.metrics.loss`, `params.lr`, `attributes.status`. */
  id: string;
  kind: ColumnKind;
  key: string;
  /** Of a metric: which of its values, the latest where absent. */
  aggregate?: 'min' | 'max';
  label: string;
  width: number;
  numeric: boolean;
  /** As the server's search names it; absent where it has no such field. */
  field?: string;
  sortable: boolean;
  shownByDefault: boolean;
  /** What the runs of the experiment have under it. */
  stats?: CatalogueColumn;
}

export const NAME_COLUMN = 'attributes.run_name';

const prefixes = { metric: 'metrics', param: 'params', tag: 'tags' } as const;

/** A key that people chose, quoted, so that any can be named. */
export function quoteKey(key: string): string {
  return key.includes('`') ? `"${key.replaceAll('"', '""')}"` : `\`${key}\``;
}

function attribute(key: string, label: string, width: number, options: Partial<RunColumn> = {}): RunColumn {
  return {
    id: `attributes.${key}`,
    kind: 'attribute',
    key,
    label,
    width,
    numeric: false,
    sortable: true,
    shownByDefault: true,
    ...options,
  };
}

/** Of several datasets of a run the values stand beside one another, as the server joins them. */
function dataset(key: string, label: string, width: number): RunColumn {
  const id = `dataset.${key}`;
  const column = attribute(key, label, width, { field: id, sortable: false, shownByDefault: false });
  return { ...column, id, kind: 'dataset' };
}

/** What every run has; a field that begins with `tags.` is read from a tag of the client's. */
export const attributeColumns: readonly RunColumn[] = [
  attribute('status', 'Status', 104),
  attribute('start_time', 'Started', 108),
  attribute('duration', 'Duration', 112, { numeric: true }),
  attribute('user_id', 'User', 92, { field: 'tags.`mlflow.user`' }),
  attribute('source', 'Source', 152, { field: 'tags.`mlflow.source.name`', sortable: false }),
  attribute('note', 'Note', 200, {
    field: `tags.${quoteKey(NOTE_TAG)}`,
    sortable: false,
    shownByDefault: false,
  }),
  attribute('run_id', 'Run ID', 150, { shownByDefault: false }),
  attribute('end_time', 'Ended', 108, { shownByDefault: false }),
  dataset('name', 'Dataset', 140),
  dataset('digest', 'Dataset digest', 150),
  dataset('context', 'Dataset context', 150),
];

function keyColumn(
  kind: 'metric' | 'param' | 'tag',
  key: string,
  aggregate?: 'min' | 'max',
  stats?: CatalogueColumn,
): RunColumn {
  const field = `${prefixes[kind]}.${quoteKey(key)}`;
  const label = aggregate === undefined ? key : `${aggregate} ${key}`;
  return {
    id: `${aggregate === undefined ? '' : `${aggregate}.`}${prefixes[kind]}.${key}`,
    kind,
    key,
    aggregate,
    label,
    width: Math.round(Math.min(200, Math.max(92, label.length * 7 + 32))),
    numeric: kind === 'metric' || (kind === 'param' && stats?.type === 'number'),
    field: aggregate === undefined ? field : `${field}.${aggregate}`,
    sortable: true,
    shownByDefault: kind !== 'tag' && aggregate === undefined,
    stats,
  };
}

const attributesById = new Map(attributeColumns.map((column) => [column.id, column]));

/** The column that an id names; undefined where it names none. */
export function columnOfId(id: string): RunColumn | undefined {
  const known = attributesById.get(id);
  if (known !== undefined) return known;
  const match = /^(?:(min|max)\.)?(metrics|params|tags)\.(.+)$/s.exec(id);
  if (match === null) return undefined;
  const [, aggregate, prefix, key = ''] = match;
  const kind = prefix === 'metrics' ? 'metric' : prefix === 'params' ? 'param' : 'tag';
  if (aggregate !== undefined && kind !== 'metric') return undefined;
  return keyColumn(kind, key, aggregate as 'min' | 'max' | undefined);
}

/** Every column there is: attributes, then what the catalogue has, each metric with its extremes. */
export function columnsOf(catalogue: readonly CatalogueColumn[]): RunColumn[] {
  const columns: RunColumn[] = [...attributeColumns];
  for (const stats of catalogue) {
    const { kind, key } = stats;
    if (kind === 'attribute') continue;
    if (kind === 'tag' && isClientsTag(key)) continue;
    columns.push(keyColumn(kind, key, undefined, stats));
    if (kind === 'metric') {
      columns.push(keyColumn(kind, key, 'min', stats), keyColumn(kind, key, 'max', stats));
    }
  }
  return columns;
}

export type ColumnChoice = Pick<RunsSearch, 'hide' | 'show' | 'order' | 'pin' | 'diff'>;

export function isShown(column: RunColumn, choice: ColumnChoice): boolean {
  return column.shownByDefault
    ? !(choice.hide?.includes(column.id) ?? false)
    : (choice.show?.includes(column.id) ?? false);
}

/** The choice after showing or hiding some columns. */
export function withShown(choice: ColumnChoice, columns: readonly RunColumn[], shown: boolean) {
  const hide = new Set(choice.hide);
  const show = new Set(choice.show);
  for (const column of columns) {
    const [differs, set] = column.shownByDefault ? [!shown, hide] : [shown, show];
    if (differs) set.add(column.id);
    else set.delete(column.id);
  }
  return { hide: orNothing(hide), show: orNothing(show) };
}

/** Whether the runs of the experiment differ in a column; what is not known counts as differing. */
function differs(column: RunColumn, runs: number): boolean {
  const { stats } = column;
  return stats === undefined || stats.distinct > 1 || stats.count < runs;
}

/** The columns to see, pinned ones apart, each list in the order of the view. */
export function arrange(
  columns: readonly RunColumn[],
  choice: ColumnChoice,
  runs: number,
): { pinned: RunColumn[]; scrolled: RunColumn[] } {
  const hidden = new Set(choice.hide);
  const shown = new Set(choice.show);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const pinned = (choice.pin ?? []).flatMap((id) => byId.get(id) ?? columnOfId(id) ?? []);
  const first = (choice.order ?? []).flatMap((id) => byId.get(id) ?? columnOfId(id) ?? []);
  // What is asked for is there before the catalogue is.
  const asked = (choice.show ?? []).filter((id) => !byId.has(id)).flatMap((id) => columnOfId(id) ?? []);
  const taken = new Set(pinned.map((column) => column.id));
  const scrolled: RunColumn[] = [];
  for (const column of [...first, ...columns, ...asked]) {
    if (taken.has(column.id)) continue;
    taken.add(column.id);
    const visible = column.shownByDefault ? !hidden.has(column.id) : shown.has(column.id);
    if (visible && (choice.diff !== true || differs(column, runs))) scrolled.push(column);
  }
  return { pinned, scrolled };
}

/**
 * The order of the view after a column was put before another one, or last.
 *
 * @param ordered how many columns the view has put in order so far
 */
export function withMoved(
  scrolled: readonly RunColumn[],
  id: string,
  before: string | undefined,
  ordered: number,
): string[] {
  const ids = scrolled.map((column) => column.id).filter((other) => other !== id);
  const place = before === undefined ? ids.length : ids.indexOf(before);
  ids.splice(place < 0 ? ids.length : place, 0, id);
  // What stands behind the last moved column stands there anyway.
  const natural = scrolled.map((column) => column.id);
  let end = ids.length;
  while (end > 0 && ids[end - 1] === natural[end - 1]) end--;
  return ids.slice(0, Math.max(end, ordered, 1));
}
