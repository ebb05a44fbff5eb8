import { RelativeTime } from '@/components/RelativeTime';
import type { CellValue } from '@/features/runs/api/getRunValues';
import type { RunInfo } from '@/features/runs/api/types';
import { RunStatusPill } from '@/features/runs/components/RunStatusPill';
import classes from '@/features/runs/components/RunsGrid.module.css';
import type { RunColumn } from '@/features/runs/runColumns';
import { durationOf } from '@/features/runs/runFacts';
import { deltaOf, formatRatio, formatSigned, type Better } from '@/lib/baseline';
import { formatMetric, toNumber, type WireDouble } from '@/lib/format';

interface RunCellProps {
  run: RunInfo;
  column: RunColumn;
  value: CellValue | undefined;
  /** The baseline's value in this column; undefined where there is no baseline, or this run is it. */
  base: CellValue | undefined;
  better: Better;
}

/** What stands in a cell, and its whole text for where that is cut off. */
export function RunCell({ run, column, value, base, better }: RunCellProps) {
  if (column.kind === 'metric') return <MetricValue value={value} base={base} better={better} />;
  if (column.kind === 'attribute') return <Attribute run={run} column={column} value={value} />;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const differs = base !== undefined && value !== undefined && value !== base;
  return (
    <span className={classes.text} data-differs={differs || undefined} title={text}>
      {text}
    </span>
  );
}

function MetricValue({ value, base, better }: Pick<RunCellProps, 'value' | 'base' | 'better'>) {
  if (value === undefined || value === null) return null;
  const number = toNumber(value as WireDouble);
  const delta = base === undefined || base === null ? undefined : deltaOf(number, Number(base), better);
  return (
    <>
      <span className={classes.text} title={String(value)}>
        {formatMetric(value as WireDouble)}
      </span>
      {delta !== undefined && (
        <span
          className={classes.delta}
          data-tone={delta.tone}
          title={`${formatSigned(delta.difference, String)} than the baseline's ${String(base)}`}
        >
          <span>{formatSigned(delta.difference, formatMetric)}</span>
          <span>{delta.ratio === undefined ? '' : formatRatio(delta.ratio)}</span>
        </span>
      )}
    </>
  );
}

function Attribute({ run, column, value }: Pick<RunCellProps, 'run' | 'column' | 'value'>) {
  const text = typeof value === 'string' ? value : undefined;
  switch (column.key) {
    case 'status':
      return <RunStatusPill status={run.status} />;
    case 'start_time':
      return <RelativeTime millis={run.start_time} />;
    case 'end_time':
      return <RelativeTime millis={run.end_time} />;
    case 'duration':
      return <Text text={durationOf(run)} />;
    case 'user_id':
      return <Text text={text ?? (run.user_id || '–')} />;
    case 'source':
      return <Text text={text?.split('/').at(-1) ?? '–'} whole={text} />;
    case 'run_id':
      return <Text text={run.run_id} />;
    default:
      return <Text text={text ?? ''} />;
  }
}

function Text({ text, whole = text }: { text: string; whole?: string }) {
  return (
    <span className={classes.text} title={whole}>
      {text}
    </span>
  );
}
