import type { Run, RunInfo } from '@/features/runs/api/types';
import { formatDuration } from '@/lib/format';
import { tagValue } from '@/lib/tags';

/** What a run is called; the beginning of its ID where nobody called it anything. */
export function nameOf({ run_name: name, run_id: id }: RunInfo): string {
  return name || id.slice(0, 8);
}

export function runName({ info, data }: Run): string {
  return info.run_name || tagValue(data.tags, 'mlflow.runName') || nameOf(info);
}

/** How long the run took, or has been running; undefined when it never started or never said it ended. */
function millisOf(
  { start_time: start, end_time: end, status }: RunInfo,
  now: number = Date.now(),
): number | undefined {
  if (!start) return undefined;
  if (end) return end - start;
  return status === 'RUNNING' ? now - start : undefined;
}

export function durationOf(run: RunInfo): string {
  const millis = millisOf(run);
  return millis === undefined ? '–' : formatDuration(millis);
}

export function runUser(run: Run): string | undefined {
  return tagValue(run.data.tags, 'mlflow.user') ?? (run.info.user_id || undefined);
}

export function runDuration(run: Run): string {
  return durationOf(run.info);
}

/** The last part of the script's or notebook's path. */
export function runSource(run: Run): string | undefined {
  return tagValue(run.data.tags, 'mlflow.source.name')?.split('/').at(-1);
}
