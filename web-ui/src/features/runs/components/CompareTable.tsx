import { Link } from '@tanstack/react-router';
import { ActionIcon } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { Fragment } from 'react';
import type { Run } from '@/features/runs/api/types';
import classes from '@/features/runs/components/CompareTable.module.css';
import { RunStatusPill } from '@/features/runs/components/RunStatusPill';
import type { CompareRow, CompareSection } from '@/features/runs/compareRows';
import { runName } from '@/features/runs/runFacts';
import { betterOf } from '@/lib/baseline';

interface CompareTableProps {
  runs: Run[];
  sections: CompareSection[];
  onlyDiffering: boolean;
  onRemove: (runId: string) => void;
}

/** A column per run. Rows in which the runs differ are marked; metrics also say by how much from the first. */
export function CompareTable({ runs, sections, onlyDiffering, onRemove }: CompareTableProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Comparison, scrollable">
      <table className={classes.table} aria-label="Runs compared">
        <thead>
          <tr>
            <td className={classes.corner} />
            {runs.map((run, index) => (
              <th key={run.info.run_id} scope="col">
                <div className={classes.runHead}>
                  <Link
                    to="/experiments/$experimentId/runs/$runId"
                    params={{ experimentId: run.info.experiment_id, runId: run.info.run_id }}
                    className="truncate"
                    title={runName(run)}
                  >
                    {runName(run)}
                  </Link>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="xs"
                    aria-label={`Remove ${runName(run)} from the comparison`}
                    onClick={() => onRemove(run.info.run_id)}
                  >
                    <IconX size={12} />
                  </ActionIcon>
                </div>
                <div className={classes.runFacts}>
                  <RunStatusPill status={run.info.status} />
                  {index === 0 && <span className="muted">baseline</span>}
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sections.map((section) => {
            const rows = onlyDiffering ? section.rows.filter((row) => row.differs) : section.rows;
            if (section.rows.length === 0) return null;
            return (
              <Fragment key={section.title}>
                <tr className={classes.section}>
                  <th scope="rowgroup" colSpan={runs.length + 1}>
                    <span className={classes.sectionTitle}>
                      {section.title}
                      <span className="muted">
                        {' '}
                        {section.rows.filter((row) => row.differs).length} of {section.rows.length} differ
                      </span>
                    </span>
                  </th>
                </tr>
                {rows.map((row) => (
                  <Row
                    key={row.key}
                    row={row}
                    runs={runs}
                    numeric={section.numeric}
                    marked={row.differs && !onlyDiffering}
                  />
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  row: CompareRow;
  runs: Run[];
  numeric: boolean;
  marked: boolean;
}

function Row({ row, runs, numeric, marked }: RowProps) {
  return (
    <tr data-differs={row.differs || undefined} data-marked={marked || undefined} tabIndex={-1}>
      <th scope="row" title={row.key}>
        {row.key}
      </th>
      {runs.map((run, index) => {
        const delta = row.deltas?.[index];
        return (
          <td key={run.info.run_id} data-numeric={numeric || undefined}>
            <ExtremeMark extreme={row.extremes?.[index]} />
            {row.cells[index] ?? <span className="muted">–</span>}
            {numeric && (
              <span className={classes.delta} data-tone={toneOf(row.key, delta)}>
                {delta !== undefined && formatDelta(delta)}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** Whether a change is for the better, where the metric's name tells which way that is. */
function toneOf(key: string, delta: number | undefined): 'good' | 'bad' | undefined {
  const better = betterOf(key, undefined);
  if (delta === undefined || delta === 0 || better === 'none') return undefined;
  return delta > 0 === (better === 'up') ? 'good' : 'bad';
}

/** Which run is ahead, or behind: whether more is better only people know. */
export function ExtremeMark({ extreme }: { extreme: 'least' | 'greatest' | undefined }) {
  if (extreme === undefined) return null;
  const name = extreme === 'least' ? 'Lowest' : 'Highest';
  return (
    <span className={classes.extreme} title={name} role="img" aria-label={name}>
      {extreme === 'least' ? '▾' : '▴'}
    </span>
  );
}

export function formatDelta(percent: number): string {
  const size = Math.abs(percent);
  return `${percent > 0 ? '+' : '−'}${size < 10 ? size.toFixed(1) : Math.round(size).toLocaleString('en-US')} %`;
}
