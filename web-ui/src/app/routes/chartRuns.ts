import type { ChartRun } from '@/features/charts/chartRun';
import type { Run } from '@/features/runs/api/types';
import { runName } from '@/features/runs/runFacts';

const known = new WeakMap<Run, ChartRun>();

/** Runs as charts know them; a run that did not change is the same one as before. */
export function chartRuns(runs: readonly Run[]): ChartRun[] {
  return runs.map((run) => {
    const charted = known.get(run) ?? chartRun(run);
    known.set(run, charted);
    return charted;
  });
}

function chartRun(run: Run): ChartRun {
  return {
    runId: run.info.run_id,
    experimentId: run.info.experiment_id,
    name: runName(run),
    startTime: run.info.start_time,
    endTime: run.info.end_time,
    artifactUri: run.info.artifact_uri,
    running: run.info.status === 'RUNNING',
    metrics: run.data.metrics ?? [],
    params: run.data.params ?? [],
  };
}
