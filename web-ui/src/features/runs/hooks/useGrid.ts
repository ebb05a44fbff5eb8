import {
  getCoreRowModel,
  useReactTable,
  type ColumnDef,
  type ColumnSizingState,
  type Updater,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { Line } from '@/features/runs/lines';
import { NAME_COLUMN, type RunColumn } from '@/features/runs/runColumns';

export const ROW_HEIGHT = 32;
export const HEAD_HEIGHT = 44;
export const TICK_WIDTH = 34;
const NAME_WIDTH = 248;
const NO_ROWS: Line[] = [];

interface GridOptions {
  lines: readonly Line[];
  pinned: readonly RunColumn[];
  scrolled: readonly RunColumn[];
  /** What stands beside or below values, which takes room. */
  beside: 'deltas' | 'ranges' | undefined;
  widths: ColumnSizingState | undefined;
  onWidths: (widths: ColumnSizingState) => void;
}

function roomFor(column: RunColumn, beside: GridOptions['beside']): number {
  if (beside === 'deltas') return column.kind === 'metric' ? 136 : 0;
  // Durations are the longest of what is summed up.
  if (beside === 'ranges') return column.kind === 'metric' ? 40 : column.numeric === true ? 64 : 0;
  return 0;
}

/** Where the rows and columns in sight are, and how wide the columns are. */
export function useGrid({ lines, pinned, scrolled, beside, widths, onWidths }: GridOptions) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const columnSizing = useMemo(() => widths ?? {}, [widths]);
  const definitions = useMemo<ColumnDef<Line>[]>(
    () => [
      { id: NAME_COLUMN, size: NAME_WIDTH, minSize: 120, maxSize: 800 },
      ...[...pinned, ...scrolled].map((column) => ({
        id: column.id,
        size: column.width + roomFor(column, beside),
        minSize: 48,
        maxSize: 800,
      })),
    ],
    [pinned, scrolled, beside],
  );
  const left = useMemo(() => [NAME_COLUMN, ...pinned.map((column) => column.id)], [pinned]);
  const table = useReactTable<Line>({
    data: NO_ROWS,
    columns: definitions,
    getCoreRowModel: getCoreRowModel(),
    columnResizeMode: 'onEnd',
    onColumnSizingChange: (updater: Updater<ColumnSizingState>) =>
      onWidths(typeof updater === 'function' ? updater(columnSizing) : updater),
    state: { columnSizing, columnPinning: { left } },
  });
  const sizes = useMemo(() => {
    const sized = new Map<string, number>();
    for (const column of definitions) {
      const id = column.id ?? '';
      sized.set(id, columnSizing[id] ?? column.size ?? 0);
    }
    return sized;
  }, [definitions, columnSizing]);
  const pinnedWidth = TICK_WIDTH + left.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0);

  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const getItemKey = useCallback((index: number) => scrolled[index]?.id ?? index, [scrolled]);
  const columns = useVirtualizer({
    horizontal: true,
    count: scrolled.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => sizes.get(scrolled[index]?.id ?? '') ?? 0,
    getItemKey,
    paddingStart: pinnedWidth,
    scrollPaddingStart: pinnedWidth,
    overscan: 2,
  });
  // The virtualizer keeps what it measured; other widths are other measures.
  useLayoutEffect(() => columns.measure(), [columns, sizes]);
  return { scrollRef, table, sizes, pinnedWidth, rows, columns };
}

export type Grid = ReturnType<typeof useGrid>;
