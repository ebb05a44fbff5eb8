import { Link } from '@tanstack/react-router';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import { CellEditor } from '@/features/runs/components/CellEditor';
import { useGridContext } from '@/features/runs/components/gridContext';
import classes from '@/features/runs/components/RunsGrid.module.css';
import { RunCell } from '@/features/runs/components/RunCell';
import { ROW_HEIGHT, TICK_WIDTH } from '@/features/runs/hooks/useGrid';
import type { Line, RunLine } from '@/features/runs/lines';
import { NAME_COLUMN, type RunColumn } from '@/features/runs/runColumns';
import { nameOf } from '@/features/runs/runFacts';

export interface LineProps<L extends Line> {
  line: L;
  index: number;
  top: number;
  scrolled: readonly RunColumn[];
  window: VirtualItem[];
  /** Of the cell that keys act on, where it is in this line. */
  activeColumn: number | undefined;
}

interface RunRowProps extends LineProps<RunLine> {
  selected: boolean;
}

/** One run. */
export const GridRow = memo(function GridRow(props: RunRowProps) {
  const { line, index, top, scrolled, window, activeColumn, selected } = props;
  const grid = useGridContext();
  const { run } = line;
  const name = nameOf(run);
  const isBaseline = grid.baselineId === run.run_id;
  const first = grid.pinned.length + 1;
  const offset = (window[0]?.start ?? grid.pinnedWidth) - grid.pinnedWidth;
  const editing = grid.editing?.lineId === line.id ? grid.editing.columnId : undefined;

  const cell = (column: RunColumn, place: number, width: number | undefined, marginLeft?: number) => (
    <div
      key={column.id}
      role="gridcell"
      id={`cell-${index}-${place}`}
      aria-colindex={place + 1}
      className={classes.cell}
      data-numeric={column.numeric || undefined}
      data-metric={column.kind === 'metric' || undefined}
      data-active={activeColumn === place || undefined}
      style={{ width, marginLeft }}
    >
      {editing === column.id ? (
        <CellEditor
          label={`${column.label} of ${name}`}
          value={String(grid.read(run.run_id, column.field ?? '') ?? '')}
          onSave={(value) => grid.onSave(run, column, value)}
          onClose={() => grid.onEdit(undefined)}
        />
      ) : (
        <RunCell
          run={run}
          column={column}
          value={column.field === undefined ? undefined : grid.read(run.run_id, column.field)}
          base={
            grid.baselineId === undefined || isBaseline || column.field === undefined
              ? undefined
              : grid.read(grid.baselineId, column.field)
          }
          better={grid.betterOf(column.key)}
        />
      )}
    </div>
  );

  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-level={grid.isTree ? line.depth + 1 : undefined}
      aria-expanded={line.children > 0 ? line.open : undefined}
      className={classes.row}
      data-baseline={isBaseline || undefined}
      data-deleted={run.lifecycle_stage === 'deleted' || undefined}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <div className={classes.pinned} style={{ width: grid.pinnedWidth }} role="presentation">
        <div
          role="gridcell"
          id={`cell-${index}-0`}
          aria-colindex={1}
          className={classes.nameCell}
          data-active={activeColumn === 0 || undefined}
          style={{ width: TICK_WIDTH + (grid.sizes.get(NAME_COLUMN) ?? 0), paddingLeft: line.depth * 16 }}
        >
          <input
            type="checkbox"
            className={classes.tick}
            tabIndex={-1}
            aria-label={`Select ${name}`}
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => grid.onSelect(run.run_id, event.shiftKey)}
          />
          {line.children > 0 && (
            <button
              type="button"
              tabIndex={-1}
              className={classes.expander}
              data-open={line.open || undefined}
              aria-label={`${line.open ? 'Fold' : 'Unfold'} the ${line.children} children of ${name}`}
              onClick={() => grid.onToggle(run.run_id)}
            >
              <IconChevronRight size={14} aria-hidden />
            </button>
          )}
          <span className={classes.colour} style={{ background: grid.colourOf(run.run_id) }} aria-hidden />
          {editing === NAME_COLUMN ? (
            <CellEditor
              label={`Name of ${name}`}
              value={name}
              onSave={(value) => grid.onSave(run, undefined, value)}
              onClose={() => grid.onEdit(undefined)}
            />
          ) : (
            <Link
              to="/experiments/$experimentId/runs/$runId"
              params={{ experimentId: run.experiment_id, runId: run.run_id }}
              title={name}
              tabIndex={-1}
              preload={false}
              className={`truncate ${classes.name}`}
            >
              {name}
            </Link>
          )}
          {line.children > 0 && <span className={classes.badge}>{line.children}</span>}
          {isBaseline && <span className={classes.badge}>baseline</span>}
          <button
            type="button"
            tabIndex={-1}
            className={classes.more}
            aria-label={`Actions for ${name}`}
            onClick={(event) => grid.onRowMenu(line, event.currentTarget.getBoundingClientRect())}
          >
            <IconDots size={15} aria-hidden />
          </button>
        </div>
        {grid.pinned.map((column, i) => cell(column, i + 1, grid.sizes.get(column.id)))}
      </div>
      {window.map((item, position) => {
        const column = scrolled[item.index];
        return column === undefined
          ? null
          : cell(column, first + item.index, item.size, position === 0 ? offset : undefined);
      })}
    </div>
  );
});
