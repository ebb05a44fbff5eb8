/** What there is on the server to walk to. */
export async function findDemoData(baseUrl) {
  const call = async (path, body) => {
    const response = await fetch(`${baseUrl}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };

  const { experiments = [] } = await call('api/2.0/mlflow/experiments/search', { max_results: 100 });
  const { runs = [] } = await call('api/2.0/mlflow/runs/search', {
    experiment_ids: experiments.map((experiment) => experiment.experiment_id),
    max_results: 1000,
  });
  const byExperiment = Map.groupBy
    ? Map.groupBy(runs, (run) => run.info.experiment_id)
    : runs.reduce(
        (groups, run) =>
          groups.set(run.info.experiment_id, [...(groups.get(run.info.experiment_id) ?? []), run]),
        new Map(),
      );
  // The experiment whose runs have the most to show: logged models first, then metrics.
  const richness = (run) =>
    (run.outputs?.model_outputs?.length ?? 0) * 1000 + (run.data.metrics?.length ?? 0);
  const run = runs.toSorted((a, b) => richness(b) - richness(a))[0];
  if (run === undefined) throw new Error('There is no run on the server to walk to.');
  const siblings = byExperiment.get(run.info.experiment_id);
  if (siblings.length < 2)
    throw new Error('The experiment of the richest run has one run; comparing needs two.');

  const { registered_models: models = [] } = await call('api/2.0/mlflow/registered-models/search');
  const model = models.find((candidate) => (candidate.latest_versions?.length ?? 0) > 0);
  if (model === undefined) throw new Error('There is no registered model with a version to walk to.');
  const { model_versions: versions = [] } = await call(
    `api/2.0/mlflow/model-versions/search?filter=${encodeURIComponent(`name = '${model.name}'`)}`,
  );

  const { endpoints = [] } = await call('api/millrace/v1/endpoints');
  const endpoint = endpoints.find((candidate) => candidate.live_version) ?? endpoints[0];
  if (endpoint === undefined) throw new Error('There is no endpoint on the server to walk to.');

  return {
    experimentId: run.info.experiment_id,
    runId: run.info.run_id,
    runIds: siblings.slice(0, 3).map((sibling) => sibling.info.run_id),
    model,
    versions: versions.map((version) => version.version).sort((a, b) => Number(b) - Number(a)),
    endpoint,
  };
}
