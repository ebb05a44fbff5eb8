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
  const button = (text: string, onClick: () => void) => (
    <button type="button" tabIndex={-1} className={classes.textButton} onClick={onClick}>
      {text}
    </button>
  );
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
            {line.loading ? (
              <span className="muted">Loading…</span>
            ) : line.failed ? (
              <>These runs could not be loaded. {button('Try again', () => grid.onMore(line.filter))}</>
            ) : (
              <>
                {button('Show more', () => grid.onMore(line.filter))} ·{' '}
                {button('List them all', () => grid.onShowAll(line.filter))}
              </>
            )}
          </span>
        </div>
      </div>
    </div>
  );
}
