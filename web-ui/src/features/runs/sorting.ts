import { columnOfId, NAME_COLUMN } from '@/features/runs/runColumns';

/** How a column is sorted, and at which place of several. */
export interface SortState {
  descending: boolean;
  place: number;
}

export function sortStateOf(sort: readonly string[], id: string): SortState | undefined {
  const place = sort.findIndex((item) => item === id || item === `-${id}`);
  return place < 0 ? undefined : { descending: sort[place] === `-${id}`, place };
}

/**
 * The order after a click on a column: largest first, then smallest first. With `add` it sorts those
 * that are equal so far, and a third click takes it away.
 */
export function withSort(sort: readonly string[], id: string, add: boolean): string[] {
  const state = sortStateOf(sort, id);
  const next = state?.descending === true ? id : `-${id}`;
  if (!add) return [next];
  if (state === undefined) return [...sort, next];
  const rest = [...sort];
  if (state.descending) rest[state.place] = next;
  else rest.splice(state.place, 1);
  return rest;
}

/** The server's `order_by` of a view's order; what it cannot sort by is left out. */
export function toOrderBy(sort: readonly string[]): string[] {
  return sort.flatMap((item) => {
    const descending = item.startsWith('-');
    const id = descending ? item.slice(1) : item;
    const column = columnOfId(id);
    const direction = descending ? 'DESC' : 'ASC';
    if (id === NAME_COLUMN) return [`attributes.run_name ${direction}`];
    if (column === undefined || !column.sortable) return [];
    if (column.kind === 'attribute') return [`attributes.${column.key} ${direction}`];
    return [`${column.field} ${direction}`];
  });
}
