import classes from '@/features/charts/components/Charts.module.css';
import type { Line } from '@/features/charts/lines';
import { formatMetric } from '@/lib/format';

/** A bar per run, for metrics that were logged once. */
export function SingleValues({
  lines,
  colour,
}: {
  lines: readonly Line[];
  colour: (runId: string) => string;
}) {
  const values = lines.flatMap((line) => {
    const value = line.raw[0];
    return value === null || value === undefined ? [] : [{ line, value }];
  });
  if (values.length === 0) return <p className="muted">No value that can be drawn.</p>;
  if (lines.length === 1) return <p className={classes.single}>{formatMetric(values[0]!.value)}</p>;
  const greatest = Math.max(...values.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <ul className={classes.bars}>
      {values.map(({ line, value }) => (
        <li key={line.runId} className={classes.bar}>
          <span className="truncate" title={line.name}>
            {line.name}
          </span>
          <span className={classes.barTrack}>
            <span
              className={classes.barFill}
              style={{ width: `${(Math.abs(value) / greatest) * 100}%`, background: colour(line.runId) }}
            />
          </span>
          <span className="tabular">{formatMetric(value)}</span>
        </li>
      ))}
    </ul>
  );
}
