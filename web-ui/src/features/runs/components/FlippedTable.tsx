import { Link } from '@tanstack/react-router';
import type { Run } from '@/features/runs/api/types';
import type { CompareSection } from '@/features/runs/compareRows';
import { ExtremeMark } from '@/features/runs/components/CompareTable';
import classes from '@/features/runs/components/CompareTable.module.css';
import { runName } from '@/features/runs/runFacts';

interface FlippedTableProps {
  runs: readonly Run[];
  sections: readonly CompareSection[];
  onlyDiffering: boolean;
}

/** A row per run: for many runs and few keys. */
export function FlippedTable({ runs, sections, onlyDiffering }: FlippedTableProps) {
  const shown = sections
    .map((section) => ({
      ...section,
      rows: section.rows.filter((row) => row.differs || !onlyDiffering),
    }))
    .filter(({ rows }) => rows.length > 0);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Comparison, scrollable">
      <table className={`${classes.table} ${classes.flipped}`} aria-label="Runs compared, a row each">
        <thead>
          <tr>
            <td className={classes.corner} />
            {shown.flatMap((section) =>
              section.rows.map((row) => (
                <th
                  key={`${section.title} ${row.key}`}
                  scope="col"
                  className="truncate"
                  title={`${section.title}: ${row.key}`}
                >
                  {row.key}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            <tr key={run.info.run_id}>
              <th scope="row">
                <Link
                  to="/experiments/$experimentId/runs/$runId"
                  params={{ experimentId: run.info.experiment_id, runId: run.info.run_id }}
                >
                  {runName(run)}
                </Link>
              </th>
              {shown.flatMap((section) =>
                section.rows.map((row) => (
                  <td
                    key={`${section.title} ${row.key}`}
                    data-numeric={section.numeric || undefined}
                    data-marked={(row.differs && !onlyDiffering) || undefined}
                    className="truncate"
                    title={row.cells[index]}
                  >
                    <ExtremeMark extreme={row.extremes?.[index]} />
                    {row.cells[index] ?? <span className="muted">–</span>}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
