import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Run } from '@/features/runs/api/types';
import { RunsTableHead } from '@/features/runs/components/RunsTableHead';
import classes from '@/features/runs/components/RunsTable.module.css';
import { PINNED_WIDTH, ROW_HEIGHT, useRunsGrid } from '@/features/runs/hooks/useRunsGrid';
import type { RunColumn } from '@/features/runs/runColumns';
import { runName } from '@/features/runs/runFacts';

interface RunsTableProps {
  runs: Run[];
  columns: RunColumn[];
  sort: string;
  onSort: (sort: string) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: string[]) => void;
  /** The last loaded row is in sight. */
  onEnd: () => void;
}

/** The runs of an experiment; only the rows and columns in sight are in the page. */
export function RunsTable({ runs, columns, sort, onSort, selected, onSelect, onEnd }: RunsTableProps) {
  const grid = useRunsGrid(runs, columns, selected);
  const { virtualRows, virtualColumns, tableRows } = grid;

  const lastSeen = virtualRows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (runs.length > 0 && lastSeen >= runs.length - 1) onEnd();
  }, [lastSeen, runs.length, onEnd]);

  const toggle = (id: string) =>
    onSelect(selected.has(id) ? [...selected].filter((other) => other !== id) : [...selected, id]);
  const firstOffset = (virtualColumns[0]?.start ?? PINNED_WIDTH) - PINNED_WIDTH;

  return (
    <div
      ref={grid.scrollRef}
      className={classes.scroll}
      // It scrolls, by keys too.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label="Runs, scrollable"
    >
      <div
        role="table"
        aria-label="Runs"
        aria-rowcount={runs.length + 1}
        aria-colcount={columns.length + 2}
        style={{ width: grid.width }}
      >
        <RunsTableHead
          columns={columns}
          virtualColumns={virtualColumns}
          firstOffset={firstOffset}
          sort={sort}
          onSort={onSort}
          allSelected={runs.length > 0 && runs.every((run) => selected.has(run.info.run_id))}
          someSelected={selected.size > 0}
          onSelectAll={(all) => onSelect(all ? runs.map((run) => run.info.run_id) : [])}
        />
        <div role="rowgroup" className={classes.body} style={{ height: grid.height }}>
          {virtualRows.map(({ index, start }) => {
            const row = tableRows[index];
            if (row === undefined) return null;
            const run = row.original;
            const name = runName(run);
            return (
              <div
                key={row.id}
                role="row"
                aria-rowindex={index + 2}
                className={classes.row}
                data-selected={row.getIsSelected() || undefined}
                style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
              >
                <div className={classes.pinned} style={{ width: PINNED_WIDTH }} role="presentation">
                  <div role="cell" aria-colindex={1} className={classes.tick}>
                    <Checkbox
                      size="xs"
                      aria-label={`Select ${name}`}
                      checked={row.getIsSelected()}
                      onChange={() => toggle(row.id)}
                    />
                  </div>
                  <div role="cell" aria-colindex={2} className={classes.name}>
                    <Link
                      to="/experiments/$experimentId/runs/$runId"
                      params={{ experimentId: run.info.experiment_id, runId: run.info.run_id }}
                      title={name}
                      className="truncate"
                    >
                      {name}
                    </Link>
                  </div>
                </div>
                {virtualColumns.map((item, position) => {
                  const column = columns[item.index];
                  if (column === undefined) return null;
                  const content = column.cell(run);
                  return (
                    <div
                      key={column.id}
                      role="cell"
                      aria-colindex={item.index + 3}
                      className={classes.cell}
                      data-numeric={column.numeric || undefined}
                      title={typeof content === 'string' ? content : undefined}
                      style={{ width: item.size, marginLeft: position === 0 ? firstOffset : undefined }}
                    >
                      {content}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
