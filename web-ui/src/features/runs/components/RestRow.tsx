import { useGridContext } from '@/features/runs/components/gridContext';
import classes from '@/features/runs/components/RunsGrid.module.css';
import { ROW_HEIGHT } from '@/features/runs/hooks/useGrid';
import type { Line } from '@/features/runs/lines';

interface RestRowProps {
  line: Extract<Line, { kind: 'rest' }>;
  index: number;
  top: number;
  /** Whether keys act on it. */
  active: boolean;
}

/** In place of runs that are not listed here. */
export function RestRow({ line, index, top, active }: RestRowProps) {
  const grid = useGridContext();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <div className={classes.pinned} style={{ width: grid.pinnedWidth }} role="presentation">
        <div
          role="gridcell"
          id={`cell-${index}-0`}
          aria-colindex={1}
          className={classes.nameCell}
          data-active={active || undefined}
        >
          <span style={{ paddingLeft: 12 + line.depth * 16 }}>
            {line.failed ? (
              'These runs could not be loaded.'
            ) : line.loading ? (
              <span className="muted">Loading…</span>
            ) : (
              <button
                type="button"
                tabIndex={-1}
                className={classes.textButton}
                onClick={() => grid.onShowAll(line.filter)}
              >
                There are more: list them all
              </button>
            )}
          </span>
        </div>
      </div>
    </div>
  );
}
