/** Fills one experiment through MLflow's API, which both servers speak. */

const AT_ONCE = 1_000;
const PARALLEL = 8;
const PARAMS = 100;

async function call(url, path, body) {
  const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function seedRun(url, experiment, index, { columns, fill }) {
  const start = 1_700_000_000_000 + index * 60_000;
  const { run } = await call(url, 'runs/create', {
    experiment_id: experiment,
    run_name: `run-${String(index).padStart(5, '0')}`,
    start_time: start,
  });
  const keys = Math.max(0, columns - PARAMS);
  const logged = Math.round(keys * fill);
  const metrics = Array.from({ length: logged }, (_, i) => {
    // Every key is logged by its share of the runs, spread evenly over both.
    const key = Math.floor((i + ((index * 0.618) % 1)) / fill) % keys;
    return {
      key: `group_${String(key % 20).padStart(2, '0')}/metric_${String(key).padStart(4, '0')}`,
      value: Math.sin(index * 0.37 + key),
      timestamp: start,
      step: 0,
    };
  });
  const params = Array.from({ length: Math.min(PARAMS, columns) }, (_, i) => ({
    key: `param_${String(i).padStart(3, '0')}`,
    value: String((index * (i + 1)) % (i + 2)),
  }));
  await call(url, 'runs/log-batch', { run_id: run.info.run_id, params });
  for (let from = 0; from < metrics.length; from += AT_ONCE) {
    await call(url, 'runs/log-batch', {
      run_id: run.info.run_id,
      metrics: metrics.slice(from, from + AT_ONCE),
    });
  }
  await call(url, 'runs/update', { run_id: run.info.run_id, status: 'FINISHED', end_time: start + 50_000 });
}

/** Makes an experiment of so many runs and columns and answers its id. */
export async function seedTable(url, size) {
  const { experiment_id: experiment } = await call(url, 'experiments/create', {
    name: `ui-bench-${Date.now()}`,
  });
  let next = 0;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (next < size.runs) await seedRun(url, experiment, next++, size);
    }),
  );
  return experiment;
}
