import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { memo } from 'react';
import type { Summary } from '@/features/runs/api/groupRuns';
import { useGridContext } from '@/features/runs/components/gridContext';
import type { LineProps } from '@/features/runs/components/GridRow';
import classes from '@/features/runs/components/RunsGrid.module.css';
import { ROW_HEIGHT } from '@/features/runs/hooks/useGrid';
import type { Line } from '@/features/runs/lines';
import type { RunColumn } from '@/features/runs/runColumns';
import { formatDuration, formatMetric, plural } from '@/lib/format';

/** A group of runs with what they have in sum. */
export const GroupRow = memo(function GroupRow(props: LineProps<Extract<Line, { kind: 'group' }>>) {
  const { line, index, top, scrolled, window, activeColumn } = props;
  const grid = useGridContext();
  const { group, open, id } = line;
  const names = group.values.map((value) => value ?? 'none');
  const first = grid.pinned.length + 1;
  const offset = (window[0]?.start ?? grid.pinnedWidth) - grid.pinnedWidth;
  const cell = (column: RunColumn, place: number, width: number | undefined, marginLeft?: number) => {
    const summed = grid.summedPlaces.get(column.id);
    return (
      <div
        key={column.id}
        role="gridcell"
        id={`cell-${index}-${place}`}
        aria-colindex={place + 1}
        className={classes.cell}
        data-numeric={column.numeric || undefined}
        data-active={activeColumn === place || undefined}
        style={{ width, marginLeft }}
      >
        {summed === undefined ? (
          <span className={classes.text}>{valueOf(group.values, grid.groupColumns, column)}</span>
        ) : (
          <Sum summary={group.columns?.[summed]} column={column} />
        )}
      </div>
    );
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={open}
      className={`${classes.row} ${classes.group}`}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <div className={classes.pinned} style={{ width: grid.pinnedWidth }} role="presentation">
        <div
          role="gridcell"
          id={`cell-${index}-0`}
          aria-colindex={1}
          className={classes.nameCell}
          data-active={activeColumn === 0 || undefined}
          style={{ flex: 1 }}
        >
          <button
            type="button"
            tabIndex={-1}
            className={classes.expander}
            data-open={open || undefined}
            aria-label={`${open ? 'Fold' : 'Unfold'} ${names.join(', ')}`}
            onClick={() => grid.onToggle(id)}
          >
            <IconChevronRight size={14} aria-hidden />
          </button>
          <span className={`truncate ${classes.groupName}`} title={names.join(', ')}>
            {group.values.map((value, i) => (
              <span key={grid.groupColumns[i]?.id ?? i}>
                {i > 0 && ' · '}
                {group.values.length > 1 && <span className="muted">{grid.groupColumns[i]?.label} </span>}
                {value ?? <em className="muted">none</em>}
              </span>
            ))}
          </span>
          <span className={classes.badge}>{plural(group.runs, 'run')}</span>
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

function valueOf(values: (string | null)[], grouping: readonly RunColumn[], column: RunColumn): string {
  const place = grouping.findIndex(({ id }) => id === column.id);
  return place < 0 ? '' : (values[place] ?? '');
}

/** The mean, and between which values it lies. */
function Sum({ summary, column }: { summary: Summary | undefined; column: RunColumn }) {
  if (summary?.mean === undefined) return null;
  const text = column.kind === 'metric' ? formatMetric : formatDuration;
  const { mean, min = mean, max = mean, count } = summary;
  const whole = `mean ${text(mean)}, min ${text(min)}, max ${text(max)} of ${plural(count, 'run')}`;
  return (
    <span className={classes.sum} title={whole}>
      <span className={classes.text}>{text(mean)}</span>
      {min !== max && (
        <span className={classes.range}>
          {text(min)} – {text(max)}
        </span>
      )}
    </span>
  );
}
