import { useState } from 'react';
import type { RunInfo } from '@/features/runs/api/types';
import { isEditable, type Editing } from '@/features/runs/components/gridContext';
import type { Grid } from '@/features/runs/hooks/useGrid';
import { useGridKeys, type Place } from '@/features/runs/hooks/useGridKeys';
import type { ReadValue } from '@/features/runs/hooks/useRunValues';
import type { Line, RunLine } from '@/features/runs/lines';
import { NAME_COLUMN, type RunColumn } from '@/features/runs/runColumns';

interface GridActions {
  grid: Grid;
  lines: readonly Line[];
  runIds: readonly string[];
  pinned: readonly RunColumn[];
  scrolled: readonly RunColumn[];
  read: ReadValue;
  onSelect: (runId: string, range: boolean, order: readonly string[]) => void;
  onToggle: (id: string) => void;
  onOpen: (run: RunInfo) => void;
  onMore: (filter: string) => void;
}

/** What keys and clicks do to the cells of the table: which one is edited, and whose menu is open. */
export function useGridActions(options: GridActions) {
  const { grid, lines, runIds, pinned, scrolled, read, onSelect, onToggle, onOpen, onMore } = options;
  const [editing, setEditing] = useState<Editing>();
  const [rowMenu, setRowMenu] = useState<{ line: RunLine; at: DOMRect }>();

  const columnAt = (place: number) =>
    place <= pinned.length ? pinned[place - 1] : scrolled[place - 1 - pinned.length];
  const edit = ({ row, column }: Place) => {
    const line = lines[row];
    if (line?.kind !== 'run') return;
    const edited = columnAt(column);
    if (column === 0) setEditing({ lineId: line.id, columnId: NAME_COLUMN });
    // What is not loaded yet would be written over unseen.
    else if (
      edited !== undefined &&
      isEditable(edited) &&
      read(line.run.run_id, edited.field ?? '') !== undefined
    ) {
      setEditing({ lineId: line.id, columnId: edited.id });
    }
  };
  const toggle = (row: number) => {
    const line = lines[row];
    if (line?.kind === 'run') onToggle(line.run.run_id);
    else if (line?.kind === 'group') onToggle(line.id);
  };
  const keys = useGridKeys({
    rowCount: lines.length,
    columnCount: 1 + pinned.length + scrolled.length,
    pageRows: 15,
    onShow: ({ row, column }) => {
      grid.rows.scrollToIndex(row, { align: 'auto' });
      if (column > pinned.length) grid.columns.scrollToIndex(column - 1 - pinned.length, { align: 'auto' });
    },
    onSelect: (row, range) => {
      const line = lines[row];
      if (line?.kind === 'run') onSelect(line.run.run_id, range, runIds);
    },
    onOpen: (row) => {
      const line = lines[row];
      if (line?.kind === 'run') onOpen(line.run);
      else if (line?.kind === 'group') toggle(row);
      else if (line?.kind === 'rest' && !line.loading) onMore(line.filter);
    },
    onToggle: toggle,
    onEdit: edit,
    onMenu: ({ row, column }) => {
      const line = lines[row];
      const cell = document.getElementById(`cell-${row}-${column}`);
      if (line?.kind === 'run' && cell !== null) setRowMenu({ line, at: cell.getBoundingClientRect() });
    },
  });
  return { keys, edit, editing, setEditing, rowMenu, setRowMenu };
}
