import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import type { Header } from '@tanstack/react-table';
import type { VirtualItem } from '@tanstack/react-virtual';
import { useMemo } from 'react';
import classes from '@/features/runs/components/GridHead.module.css';
import gridClasses from '@/features/runs/components/RunsGrid.module.css';
import { HEAD_HEIGHT, TICK_WIDTH, type Grid } from '@/features/runs/hooks/useGrid';
import type { Line } from '@/features/runs/lines';
import { NAME_COLUMN, type RunColumn } from '@/features/runs/runColumns';
import { sortStateOf } from '@/features/runs/sorting';

interface GridHeadProps {
  grid: Grid;
  pinned: readonly RunColumn[];
  scrolled: readonly RunColumn[];
  window: VirtualItem[];
  sort: readonly string[];
  onSort: (id: string, add: boolean) => void;
  onMenu: (column: RunColumn, at: DOMRect) => void;
  onMove: (id: string, before: string) => void;
  allSelected: boolean;
  someSelected: boolean;
  onSelectAll: (all: boolean) => void;
}

const kinds = { attribute: undefined, metric: 'metric', param: 'param', tag: 'tag', dataset: 'dataset' };

/** The headings: a click sorts, with shift it adds to the order; the edge of one is drawn to widen it. */
export function GridHead(props: GridHeadProps) {
  const { grid, pinned, scrolled, window, onSelectAll, allSelected, someSelected } = props;
  const headers = useMemo(
    () => new Map(grid.table.getFlatHeaders().map((header) => [header.column.id, header])),
    // The headers are made anew with the columns and their sizes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [grid.table, grid.sizes],
  );
  const offset = (window[0]?.start ?? grid.pinnedWidth) - grid.pinnedWidth;
  const first = pinned.length + 1;
  return (
    <div role="rowgroup" className={classes.head} style={{ height: HEAD_HEIGHT }}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        <div
          className={`${gridClasses.pinned} ${classes.pinned}`}
          style={{ width: grid.pinnedWidth }}
          role="presentation"
        >
          <HeadCell
            {...props}
            header={headers.get(NAME_COLUMN)}
            id={NAME_COLUMN}
            label="Run"
            place={0}
            width={TICK_WIDTH + (grid.sizes.get(NAME_COLUMN) ?? 0)}
          >
            <input
              type="checkbox"
              className={gridClasses.tick}
              aria-label="Select all loaded runs"
              checked={allSelected}
              ref={(input) => {
                if (input !== null) input.indeterminate = someSelected && !allSelected;
              }}
              onChange={(event) => onSelectAll(event.currentTarget.checked)}
            />
          </HeadCell>
          {pinned.map((column, i) => (
            <HeadCell
              key={column.id}
              {...props}
              header={headers.get(column.id)}
              id={column.id}
              label={column.label}
              column={column}
              place={i + 1}
              width={grid.sizes.get(column.id)}
            />
          ))}
        </div>
        {window.map((item, position) => {
          const column = scrolled[item.index];
          return (
            column !== undefined && (
              <HeadCell
                key={column.id}
                {...props}
                header={headers.get(column.id)}
                id={column.id}
                label={column.label}
                column={column}
                place={first + item.index}
                width={item.size}
                marginLeft={position === 0 ? offset : undefined}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface HeadCellProps extends Pick<GridHeadProps, 'sort' | 'onSort' | 'onMenu' | 'onMove'> {
  header: Header<Line, unknown> | undefined;
  id: string;
  label: string;
  column?: RunColumn;
  place: number;
  width: number | undefined;
  marginLeft?: number;
  children?: React.ReactNode;
}

function HeadCell(props: HeadCellProps) {
  const { header, id, label, column, place, width, marginLeft, sort, onSort, onMenu, onMove } = props;
  const state = sortStateOf(sort, id);
  const sortable = column?.sortable ?? true;
  const kind = column === undefined ? undefined : kinds[column.kind];
  const text = (
    <>
      {kind !== undefined && <span className={classes.kind}>{kind}</span>}
      <span className={classes.label}>
        <span className="truncate">{label}</span>
        {state !== undefined &&
          (state.descending ? (
            <IconArrowDown size={13} aria-hidden />
          ) : (
            <IconArrowUp size={13} aria-hidden />
          ))}
        {state !== undefined && sort.length > 1 && <sup>{state.place + 1}</sup>}
      </span>
    </>
  );
  return (
    <div
      role="columnheader"
      aria-colindex={place + 1}
      aria-sort={state === undefined ? undefined : state.descending ? 'descending' : 'ascending'}
      className={classes.headCell}
      data-numeric={column?.numeric || undefined}
      style={{ width, marginLeft }}
    >
      {props.children}
      <button
        type="button"
        className={classes.sort}
        disabled={!sortable}
        draggable={column !== undefined}
        title={sortable ? `${label}: click to sort, with shift to sort by it next` : label}
        onDragOver={(event) => {
          if (column !== undefined && event.dataTransfer.types.includes(DRAG_TYPE)) event.preventDefault();
        }}
        onDrop={(event) => {
          const dragged = event.dataTransfer.getData(DRAG_TYPE);
          if (column !== undefined && dragged !== '' && dragged !== id) onMove(dragged, id);
        }}
        onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, id)}
        onClick={(event) => onSort(id, event.shiftKey)}
      >
        {text}
      </button>
      {column !== undefined && (
        <button
          type="button"
          className={classes.columnMenu}
          aria-label={`Column ${label}`}
          onClick={(event) => onMenu(column, event.currentTarget.getBoundingClientRect())}
        >
          <IconChevronDown size={13} aria-hidden />
        </button>
      )}
      {header !== undefined && (
        <div
          role="presentation"
          className={classes.resizer}
          data-resizing={header.column.getIsResizing() || undefined}
          style={
            header.column.getIsResizing()
              ? {
                  transform: `translateX(${header.getContext().table.getState().columnSizingInfo.deltaOffset ?? 0}px)`,
                }
              : undefined
          }
          onMouseDown={header.getResizeHandler()}
          onTouchStart={header.getResizeHandler()}
          onDoubleClick={() => header.column.resetSize()}
        />
      )}
    </div>
  );
}

const DRAG_TYPE = 'application/x-millrace-column';
