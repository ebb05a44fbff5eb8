import type { RunGroup } from '@/features/runs/api/groupRuns';
import type { RunColumn } from '@/features/runs/runColumns';
import { sortStateOf } from '@/features/runs/sorting';

/** Groups by what they share and by the means of what is summed up; else as they came, the largest first. */
export function sortGroups(
  groups: readonly RunGroup[],
  sort: readonly string[],
  grouping: readonly RunColumn[],
  summed: readonly RunColumn[],
): readonly RunGroup[] {
  const keys = [
    ...grouping.map((column, i) => ({ column, read: (group: RunGroup) => group.values[i] ?? undefined })),
    ...summed.map((column, i) => ({ column, read: (group: RunGroup) => group.columns?.[i]?.mean })),
  ]
    .flatMap(({ column, read }) => {
      const state = sortStateOf(sort, column.id);
      return state === undefined ? [] : [{ ...state, read }];
    })
    .sort((a, b) => a.place - b.place);
  if (keys.length === 0) return groups;
  return [...groups].sort((a, b) => {
    for (const { read, descending } of keys) {
      const order = compare(read(a), read(b), descending);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** What is absent comes last, either way. */
function compare(
  a: string | number | undefined,
  b: string | number | undefined,
  descending: boolean,
): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), 'en', { numeric: true });
  return descending ? -order : order;
}
