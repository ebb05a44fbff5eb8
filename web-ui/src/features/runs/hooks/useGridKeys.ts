import { useCallback, useState, type KeyboardEvent } from 'react';

/** The cell that keys act on; column 0 is the name. */
export interface Place {
  row: number;
  column: number;
}

interface GridKeys {
  rowCount: number;
  columnCount: number;
  pageRows: number;
  onShow: (place: Place) => void;
  onSelect: (row: number, range: boolean) => void;
  onOpen: (row: number) => void;
  onToggle: (row: number) => void;
  onEdit: (place: Place) => void;
  onMenu: (place: Place) => void;
}

/** Where a key leads to from a cell; undefined for keys that lead nowhere. */
export function moved(
  from: Place,
  key: string,
  all: boolean,
  bounds: { rowCount: number; columnCount: number; pageRows: number },
): Place | undefined {
  const { rowCount, columnCount, pageRows } = bounds;
  const at = (row: number, column: number): Place => ({
    row: Math.max(0, Math.min(rowCount - 1, row)),
    column: Math.max(0, Math.min(columnCount - 1, column)),
  });
  switch (key) {
    case 'ArrowUp':
      return at(all ? 0 : from.row - 1, from.column);
    case 'ArrowDown':
      return at(all ? rowCount - 1 : from.row + 1, from.column);
    case 'ArrowLeft':
      return at(from.row, all ? 0 : from.column - 1);
    case 'ArrowRight':
      return at(from.row, all ? columnCount - 1 : from.column + 1);
    case 'PageUp':
      return at(from.row - pageRows, from.column);
    case 'PageDown':
      return at(from.row + pageRows, from.column);
    case 'Home':
      return at(all ? 0 : from.row, 0);
    case 'End':
      return at(all ? rowCount - 1 : from.row, columnCount - 1);
    default:
      return undefined;
  }
}

/** Whether keys belong to what has the focus: to a field that is typed into, and to all in the headings. */
function isOwn(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="columnheader"]') !== null) return true;
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}

/** Whether Enter presses what has the focus. */
function isPressed(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button') !== null;
}

/** Arrows move a cell, space selects, Enter opens, Shift+Enter unfolds, F2 edits, Shift+F10 opens a menu. */
export function useGridKeys(options: GridKeys) {
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const { onShow, onSelect, onOpen, onToggle, onEdit, onMenu } = options;

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (isOwn(event.target)) return;
      const all = event.ctrlKey || event.metaKey;
      const next = moved(place, event.key, all, options);
      if (next !== undefined) {
        setPlace(next);
        onShow(next);
      } else if (event.key === ' ') onSelect(place.row, event.shiftKey);
      else if (event.key === 'F2') onEdit(place);
      else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) onMenu(place);
      else if (event.key === 'Enter' && event.shiftKey) onToggle(place.row);
      else if (event.key === 'Enter' && !isPressed(event.target)) onOpen(place.row);
      else return;
      event.preventDefault();
    },
    [place, options, onShow, onSelect, onOpen, onToggle, onEdit, onMenu],
  );
  return { place, setPlace, onKeyDown };
}

/** The cell that something stands in. */
export function placeOf(target: EventTarget): Place | undefined {
  const cell = target instanceof Element ? target.closest('[role="gridcell"]') : null;
  const match = /^cell-(\d+)-(\d+)$/.exec(cell?.id ?? '');
  return match === null ? undefined : { row: Number(match[1]), column: Number(match[2]) };
}
