import { useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { RunInfo } from '@/features/runs/api/types';
import { betterOf } from '@/lib/baseline';
import { GridContext, type GridContextValue } from '@/features/runs/components/gridContext';
import { GridHead } from '@/features/runs/components/GridHead';
import { GridRow } from '@/features/runs/components/GridRow';
import { GroupRow } from '@/features/runs/components/GroupRow';
import { RestRow } from '@/features/runs/components/RestRow';
import classes from '@/features/runs/components/RunsGrid.module.css';
import { ROW_HEIGHT, useGrid } from '@/features/runs/hooks/useGrid';
import { useGridActions } from '@/features/runs/hooks/useGridActions';
import { placeOf } from '@/features/runs/hooks/useGridKeys';
import { useSight } from '@/features/runs/hooks/useSight';
import type { Line } from '@/features/runs/lines';
import { columnOfId, NAME_COLUMN, withMoved, type RunColumn } from '@/features/runs/runColumns';
import type { RunsSearch } from '@/features/runs/runsSearch';
import { without } from '@/lib/lists';
import { colourOf } from '@/lib/runColour';

const GridMenus = lazy(() => import('@/features/runs/components/GridMenus'));

interface RunsGridProps {
  lines: readonly Line[];
  /** Of all lines, loaded or not. */
  rowCount: number;
  pinned: readonly RunColumn[];
  scrolled: readonly RunColumn[];
  summed: readonly RunColumn[];
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
  sort: readonly string[];
  onSort: (id: string, add: boolean) => void;
  baselineId: string | undefined;
  selected: ReadonlySet<string>;
  onSelect: (runId: string, range: boolean, order: readonly string[]) => void;
  onSelectAll: (all: boolean) => void;
  onToggle: (id: string) => void;
  /** Lists more of what a filter finds. */
  onMore: (filter: string) => void;
  onOpen: (run: RunInfo) => void;
  onSave: (run: RunInfo, column: RunColumn | undefined, value: string) => void;
  onMove: (verb: 'delete' | 'restore', runIds: string[]) => void;
  /** The last loaded line is in sight. */
  onEnd: () => void;
  /** Whether the first line is in sight. */
  onAtTop: (top: boolean) => void;
}

/** The table: only the lines and columns in sight are in the page, and only their values are asked for. */
export function RunsGrid(props: RunsGridProps) {
  const {
    lines,
    pinned,
    scrolled,
    search,
    onSearch,
    selected,
    onEnd,
    baselineId,
    onSelect,
    onToggle,
    onAtTop,
  } = props;
  const scheme = useComputedColorScheme();
  const [columnMenu, setColumnMenu] = useState<{ column: RunColumn; at: DOMRect }>();
  const grid = useGrid({
    lines,
    pinned,
    scrolled,
    beside: baselineId !== undefined ? 'deltas' : search.group !== undefined ? 'ranges' : undefined,
    widths: search.width,
    onWidths: (width) => onSearch({ width }),
  });
  const { virtualRows, window, runIds, read } = useSight(grid, lines, pinned, scrolled, baselineId);

  const lastSeen = virtualRows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lines.length > 0 && lastSeen >= lines.length - 1) onEnd();
  }, [lastSeen, lines.length, onEnd]);

  const onShowAll = useCallback(
    (filter: string) => onSearch({ filter, group: undefined, tree: undefined }),
    [onSearch],
  );
  const { keys, edit, editing, setEditing, rowMenu, setRowMenu } = useGridActions({
    grid,
    lines,
    runIds,
    pinned,
    scrolled,
    read,
    onSelect,
    onToggle,
    onOpen: props.onOpen,
    onMore: props.onMore,
  });

  const { onSave, onMore } = props;
  const select = useCallback(
    (runId: string, range: boolean) => onSelect(runId, range, runIds),
    [onSelect, runIds],
  );
  const context = useMemo<GridContextValue>(
    () => ({
      isTree: search.tree === true || search.group !== undefined,
      pinned,
      sizes: grid.sizes,
      pinnedWidth: grid.pinnedWidth,
      read,
      baselineId,
      betterOf: (key) => betterOf(key, search.better),
      colourOf: (runId) => colourOf(runId, search.colour, scheme),
      summedPlaces: new Map(props.summed.map((column, i) => [column.id, i])),
      groupColumns: (search.group ?? []).flatMap((id) => columnOfId(id) ?? []),
      editing,
      onEdit: setEditing,
      onSave,
      onSelect: select,
      onToggle,
      onRowMenu: (line, at) => setRowMenu({ line, at }),
      onMore,
      onShowAll,
    }),
    [
      search.tree,
      search.group,
      search.better,
      search.colour,
      scheme,
      pinned,
      grid.sizes,
      grid.pinnedWidth,
      read,
      baselineId,
      props.summed,
      editing,
      onSave,
      select,
      onToggle,
      onMore,
      onShowAll,
      setEditing,
      setRowMenu,
    ],
  );
  const allSelected = runIds.length > 0 && runIds.every((id) => selected.has(id));
  const { place } = keys;
  // A line in the place of others has one cell.
  const activeCell = lines[place.row]?.kind === 'rest' ? 0 : place.column;
  const inSight =
    virtualRows.some((row) => row.index === place.row) &&
    (activeCell <= pinned.length || window.some((item) => item.index === activeCell - 1 - pinned.length));

  return (
    <>
      <div
        ref={grid.scrollRef}
        className={classes.scroll}
        tabIndex={0}
        role={context.isTree ? 'treegrid' : 'grid'}
        aria-label="Runs"
        aria-multiselectable
        aria-rowcount={props.rowCount + 1}
        aria-colcount={1 + pinned.length + scrolled.length}
        aria-activedescendant={inSight ? `cell-${place.row}-${activeCell}` : undefined}
        onKeyDown={keys.onKeyDown}
        onPointerDown={(event) => {
          const pressed = placeOf(event.target);
          if (pressed !== undefined) keys.setPlace(pressed);
        }}
        onDoubleClick={(event) => {
          const clicked = isControl(event.target) ? undefined : placeOf(event.target);
          if (clicked !== undefined) edit(clicked);
        }}
        onScroll={(event) => onAtTop(event.currentTarget.scrollTop < ROW_HEIGHT)}
      >
        <div style={{ width: grid.columns.getTotalSize() }} role="presentation">
          <GridHead
            grid={grid}
            pinned={pinned}
            scrolled={scrolled}
            window={window}
            sort={props.sort}
            onSort={props.onSort}
            onMenu={(column, at) => setColumnMenu({ column, at })}
            onMove={(id, before) =>
              onSearch({
                order: withMoved(scrolled, id, before, search.order?.length ?? 0),
                pin: without(search.pin, id),
              })
            }
            allSelected={allSelected}
            someSelected={selected.size > 0}
            onSelectAll={props.onSelectAll}
          />
          <GridContext.Provider value={context}>
            <div role="rowgroup" className={classes.body} style={{ height: grid.rows.getTotalSize() }}>
              {virtualRows.map(({ index, start }) => {
                const line = lines[index];
                if (line === undefined) return null;
                const activeColumn = place.row === index ? place.column : undefined;
                const common = { index, top: start, scrolled, window, activeColumn };
                if (line.kind === 'run') {
                  return (
                    <GridRow key={line.id} line={line} selected={selected.has(line.run.run_id)} {...common} />
                  );
                }
                return line.kind === 'group' ? (
                  <GroupRow key={line.id} line={line} {...common} />
                ) : (
                  <RestRow key={line.id} line={line} index={index} top={start} active={place.row === index} />
                );
              })}
            </div>
          </GridContext.Provider>
        </div>
      </div>
      <Suspense fallback={null}>
        {(rowMenu ?? columnMenu) !== undefined && (
          <GridMenus
            rowMenu={rowMenu}
            columnMenu={columnMenu}
            onRename={(line) => setEditing({ lineId: line.id, columnId: NAME_COLUMN })}
            onClose={() => {
              setRowMenu(undefined);
              setColumnMenu(undefined);
            }}
            search={search}
            onSearch={onSearch}
            onMove={props.onMove}
            onSort={props.onSort}
            scrolled={scrolled}
          />
        )}
      </Suspense>
    </>
  );
}

/** What a double click presses twice. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input') !== null;
}
