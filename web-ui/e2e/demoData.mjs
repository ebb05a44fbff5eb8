import { call } from './place.mjs';

/** What there is on the server to walk to. */
export async function findDemoData() {
  const { experiments = [] } = await call('api/2.0/mlflow/experiments/search', { max_results: 100 });
  const { runs = [] } = await call('api/2.0/mlflow/runs/search', {
    experiment_ids: experiments.map((experiment) => experiment.experiment_id),
    max_results: 1000,
  });
  // The run with the most to show: curves first, then logged models, then other metrics.
  const richness = ({ data, outputs }) =>
    (data.metrics ?? []).filter((metric) => metric.step > 0).length * 1_000_000 +
    (outputs?.model_outputs?.length ?? 0) * 1000 +
    (data.metrics?.length ?? 0);
  const run = runs.toSorted((a, b) => richness(b) - richness(a))[0];
  if (run === undefined) throw new Error('There is no run on the server to walk to.');
  const siblings = runs.filter(({ info }) => info.experiment_id === run.info.experiment_id);
  if (siblings.length < 2)
    throw new Error('The experiment of the richest run has one run; comparing needs two.');

  const fileCounts = await Promise.all(
    runs.slice(0, 50).map(async ({ info }) => {
      const { files = [] } = await call(`api/2.0/mlflow/artifacts/list?run_id=${info.run_id}`);
      return files.length;
    }),
  );
  const withFiles = runs[fileCounts.indexOf(Math.max(...fileCounts))];
  const alike = runs.filter(
    ({ info }, i) => info.experiment_id === run.info.experiment_id && fileCounts[i] > 0,
  );

  const digest = runs.flatMap(({ inputs }) => inputs?.dataset_inputs ?? [])[0]?.dataset.digest;
  if (digest === undefined) throw new Error('There is no run with a dataset to walk to.');

  const { endpoints = [] } = await call('api/millrace/v1/endpoints');
  const endpoint = endpoints.find((candidate) => candidate.live_version);
  if (endpoint === undefined) throw new Error('There is no endpoint with a live version to walk to.');

  // The model behind it: promoting must have something to swap.
  const name = encodeURIComponent(endpoint.model_name);
  const { registered_model: model } = await call(`api/2.0/mlflow/registered-models/get?name=${name}`);
  const { model_versions: versions = [] } = await call(
    `api/2.0/mlflow/model-versions/search?filter=${encodeURIComponent(`name = '${model.name}'`)}`,
  );

  const { models = [] } = await call('api/2.0/mlflow/logged-models/search', {
    experiment_ids: experiments.map((experiment) => experiment.experiment_id),
  });
  const logged = models.find(({ info }) => info.source_run_id)?.info;
  if (logged === undefined) throw new Error('There is no logged model with a run to walk to.');

  return {
    experimentId: run.info.experiment_id,
    runId: run.info.run_id,
    withFiles: { experimentId: withFiles.info.experiment_id, runId: withFiles.info.run_id },
    runIdsWithFiles: alike.slice(0, 2).map(({ info }) => info.run_id),
    runIds: siblings.slice(0, 3).map((sibling) => sibling.info.run_id),
    model,
    versions: versions.map((version) => version.version).sort((a, b) => Number(b) - Number(a)),
    endpoint,
    digest,
    logged: {
      experimentId: logged.experiment_id,
      runId: logged.source_run_id,
      modelId: logged.model_id,
      name: logged.name,
    },
  };
}
