import { useMemo } from 'react';
import type { Grid } from '@/features/runs/hooks/useGrid';
import { spanOfRuns, useRunValues } from '@/features/runs/hooks/useRunValues';
import type { Line } from '@/features/runs/lines';
import type { RunColumn } from '@/features/runs/runColumns';

const NO_WINDOW: never[] = [];

/** The lines and columns in sight, and their values. */
export function useSight(
  grid: Grid,
  lines: readonly Line[],
  pinned: readonly RunColumn[],
  scrolled: readonly RunColumn[],
  baselineId: string | undefined,
) {
  const virtualRows = grid.rows.getVirtualItems();
  const columnItems = grid.columns.getVirtualItems();
  const firstColumn = columnItems[0]?.index ?? 0;
  const lastColumn = columnItems.at(-1)?.index ?? -1;
  // The same columns in the same places are the same window, so that lines need not be drawn anew.
  const window = useMemo(
    () => (lastColumn < 0 ? NO_WINDOW : columnItems),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [firstColumn, lastColumn, scrolled, grid.sizes, grid.pinnedWidth],
  );

  const runIds = useMemo(
    () => lines.flatMap((line) => (line.kind === 'run' ? [line.run.run_id] : [])),
    [lines],
  );
  const { read } = useRunValues(
    runIds,
    spanOfRuns(lines, virtualRows[0]?.index ?? 0, virtualRows.at(-1)?.index ?? -1),
    pinned,
    scrolled,
    { first: firstColumn, last: lastColumn },
    baselineId,
  );
  return { virtualRows, window, runIds, read };
}
