import { call } from './place.mjs';

const MODELS = ['resnet50', 'vit-b16', 'convnext-t', 'efficientnet-b3'];
const TEAMS = ['vision', 'retail', 'growth'];
const HOUR = 3_600_000;

/** The same numbers each time, which look like a sweep of trainings. */
function* randoms(seed) {
  let state = seed;
  while (true) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

async function seedRun(experiment, index, random, parent) {
  const model = MODELS[index % MODELS.length];
  const lr = [0.1, 0.03, 0.01, 0.003, 0.001][Math.floor(random() * 5)];
  const start = Date.now() - index * HOUR - Math.floor(random() * HOUR);
  const { run } = await call('api/2.0/mlflow/runs/create', {
    experiment_id: experiment,
    user_id: ['ada', 'grace', 'edsger'][index % 3],
    run_name:
      parent === undefined ? `${model}-sweep-${String(index).padStart(3, '0')}` : `${model}-fold-${index}`,
    start_time: start,
    tags: [
      { key: 'mlflow.user', value: ['ada', 'grace', 'edsger'][index % 3] },
      { key: 'mlflow.source.name', value: '/home/ada/vision/train_classifier.py' },
      { key: 'team', value: TEAMS[index % TEAMS.length] },
      ...(index % 9 === 0
        ? [{ key: 'mlflow.note.content', value: 'Warm-up of five epochs, then cosine.' }]
        : []),
      ...(parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }]),
    ],
  });
  const best = 0.72 + 0.2 * random() - 0.3 * lr;
  const metrics = [];
  for (let step = 0; step < 6; step++) {
    const done = 1 - Math.exp(-(step + 1) / 2);
    metrics.push(
      { key: 'val/accuracy', value: best * done, step },
      { key: 'val/loss', value: 2.2 - 1.9 * best * done + 0.05 * random(), step },
      { key: 'train/loss', value: 2.1 - 2 * best * done, step },
      { key: 'images_per_second', value: 900 + 400 * random(), step },
    );
  }
  if (index % 17 === 3) metrics.push({ key: 'grad_norm', value: 'NaN', step: 5 });
  await call('api/2.0/mlflow/runs/log-batch', {
    run_id: run.info.run_id,
    metrics: metrics.map((metric) => ({ ...metric, timestamp: start + metric.step * 60_000 })),
    params: [
      { key: 'model', value: model },
      { key: 'lr', value: String(lr) },
      { key: 'batch_size', value: String([32, 64, 128][index % 3]) },
      { key: 'optimizer', value: index % 4 === 0 ? 'sgd' : 'adamw' },
      { key: 'augmentation', value: 'randaugment(n=2, m=9)' },
      { key: 'seed', value: String(index) },
    ],
  });
  await call('api/2.0/mlflow/runs/log-inputs', {
    run_id: run.info.run_id,
    datasets: ['train', 'eval'].map((context) => ({
      dataset: {
        name: `flowers-${context}`,
        digest: `f10e${context.length}`,
        source_type: 'local',
        source: '{}',
      },
      tags: [{ key: 'mlflow.data.context', value: context }],
    })),
  });
  if (index > 1) {
    await call('api/2.0/mlflow/runs/update', {
      run_id: run.info.run_id,
      status: index % 13 === 5 ? 'FAILED' : index % 29 === 7 ? 'KILLED' : 'FINISHED',
      end_time: start + Math.floor((0.4 + random()) * HOUR),
    });
  }
  return run.info.run_id;
}

/** An experiment with a sweep of runs, the last of which have children. */
export async function seedSweep(count = 140) {
  const { experiment_id: experiment } = await call('api/2.0/mlflow/experiments/create', {
    name: `image-classifier-sweep-${Date.now()}`,
  });
  const numbers = randoms(7);
  const random = () => numbers.next().value;
  const runs = [];
  for (let index = 0; index < count; index++) {
    const parent = index >= 3 && index < 8 ? runs[2] : undefined;
    runs.push(await seedRun(experiment, index, random, parent));
  }
  return { experiment, runs };
}
