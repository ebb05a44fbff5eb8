import { useHotkeys } from '@mantine/hooks';
import { useCallback, type RefObject } from 'react';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && !['checkbox', 'radio'].includes(target.type);

/** Goes from row to row in which the runs differ: `n` forward, `p` back, around at the ends. */
export function useDifferenceKeys(holder: RefObject<HTMLElement | null>): (step: 1 | -1) => void {
  const go = useCallback(
    (step: 1 | -1) => {
      const rows = [...(holder.current?.querySelectorAll<HTMLElement>('tr[data-differs]') ?? [])];
      if (rows.length === 0) return;
      const current = rows.findIndex((row) => row === document.activeElement);
      const next = current < 0 ? (step > 0 ? 0 : rows.length - 1) : current + step;
      const row = rows[(next + rows.length) % rows.length]!;
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    },
    [holder],
  );
  const onKey = (step: 1 | -1) => (event: KeyboardEvent) => {
    if (!isTyping(event.target)) go(step);
  };
  // A switch that was just clicked has the focus, and takes no letters.
  useHotkeys(
    [
      ['n', onKey(1), { preventDefault: false }],
      ['p', onKey(-1), { preventDefault: false }],
    ],
    ['TEXTAREA', 'SELECT'],
  );
  return go;
}
