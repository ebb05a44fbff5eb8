/** What the wire tells of a run that has ended. */
export function runInfo(runId: string) {
  return {
    run_id: runId,
    run_uuid: runId,
    run_name: runId,
    experiment_id: '1',
    user_id: 'ann',
    status: 'FINISHED',
    lifecycle_stage: 'active',
    start_time: 1,
    artifact_uri: `mlflow-artifacts:/1/${runId}/artifacts`,
  } as const;
}
