import type { ChartRun } from '@/features/charts/chartRun';
import type { Run } from '@/features/runs/api/types';
import { runName } from '@/features/runs/runFacts';

/** Runs as charts know them. */
export function chartRuns(runs: readonly Run[]): ChartRun[] {
  return runs.map((run) => ({
    runId: run.info.run_id,
    experimentId: run.info.experiment_id,
    name: runName(run),
    startTime: run.info.start_time,
    endTime: run.info.end_time,
    running: run.info.status === 'RUNNING',
    metrics: run.data.metrics ?? [],
    params: run.data.params ?? [],
  }));
}
