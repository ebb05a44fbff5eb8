import { getCoreRowModel, useReactTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { Run } from '@/features/runs/api/types';
import type { RunColumn } from '@/features/runs/runColumns';

export const ROW_HEIGHT = 34;

/** The width of what stays in place when the table is scrolled sideways: tick box and name. */
export const PINNED_WIDTH = 276;

/** The table's model with only the rows and columns in sight. */
export function useRunsGrid(runs: Run[], columns: RunColumn[], selected: ReadonlySet<string>) {
  const scrollRef = useRef<HTMLDivElement>(null);

  const definitions = useMemo<ColumnDef<Run>[]>(
    () => columns.map((column) => ({ id: column.id, size: column.width, meta: column })),
    [columns],
  );
  const rowSelection = useMemo(() => Object.fromEntries([...selected].map((id) => [id, true])), [selected]);
  const table = useReactTable({
    data: runs,
    columns: definitions,
    getRowId: (run) => run.info.run_id,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    manualFiltering: true,
    state: { rowSelection },
  });

  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const leaves = table.getAllLeafColumns();
  const widths = useVirtualizer({
    horizontal: true,
    count: leaves.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => leaves[index]?.getSize() ?? 0,
    getItemKey: (index) => leaves[index]?.id ?? index,
    paddingStart: PINNED_WIDTH,
    overscan: 3,
  });

  return {
    scrollRef,
    tableRows: table.getRowModel().rows,
    virtualRows: rows.getVirtualItems(),
    virtualColumns: widths.getVirtualItems(),
    height: rows.getTotalSize(),
    width: widths.getTotalSize(),
  };
}
