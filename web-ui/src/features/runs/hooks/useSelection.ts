import { useCallback, useRef, useState } from 'react';

/** Kept in the address where it is short. */
const MOST_IN_ADDRESS = 20;

/** The selected runs; with `range` all between the last one that was chosen and this one are toggled. */
export function useSelection(initial: string[] | undefined, onChange: (ids: string[] | undefined) => void) {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set(initial));
  const anchor = useRef<string>(undefined);

  const set = useCallback(
    (next: Iterable<string>) => {
      const after = new Set(next);
      setIds(after);
      onChange(after.size > 0 && after.size <= MOST_IN_ADDRESS ? [...after] : undefined);
    },
    [onChange],
  );
  const toggle = useCallback(
    (id: string, range: boolean, order: readonly string[]) => {
      const after = withToggled(ids, id, range ? anchor.current : undefined, order);
      anchor.current = id;
      set(after);
    },
    [ids, set],
  );
  return { ids, toggle, set };
}

/** The selection after a click; a range gets the state that its last run gets. */
export function withToggled(
  ids: ReadonlySet<string>,
  id: string,
  anchor: string | undefined,
  order: readonly string[],
): Set<string> {
  const after = new Set(ids);
  const selecting = !ids.has(id);
  const [from, to] = [order.indexOf(anchor ?? id), order.indexOf(id)].sort((a, b) => a - b);
  const range =
    anchor === undefined || from === undefined || from < 0 ? [id] : order.slice(from, (to ?? from) + 1);
  for (const each of range) {
    if (selecting) after.add(each);
    else after.delete(each);
  }
  return after;
}
