/** The charts of an experiment: curves, a zoom that the server answers more finely, a chart saved, plots. */
import path from 'node:path';
import { call, open, screenshots } from './place.mjs';

const POINTS_A_CALL = 1_000;

/** Runs with curves as a long training leaves them. */
export async function seedCurves({ runs = 6, metrics: count = 4, steps = 3_000 } = {}) {
  const { experiment_id: experimentId } = await call('api/2.0/mlflow/experiments/create', {
    name: `long-training-${Date.now()}`,
  });
  for (let index = 0; index < runs; index++) {
    const { run } = await call('api/2.0/mlflow/runs/create', {
      experiment_id: experimentId,
      run_name: `sweep-${index}`,
      start_time: Date.now() - 3_600_000,
    });
    const runId = run.info.run_id;
    const rate = 10 ** (-3 + (index % 5) / 2);
    await call('api/2.0/mlflow/runs/log-batch', {
      run_id: runId,
      params: [
        { key: 'learning_rate', value: String(rate) },
        { key: 'layers', value: String(2 + (index % 3)) },
        { key: 'optimizer', value: index % 2 === 0 ? 'adam' : 'sgd' },
      ],
    });
    for (let from = 0; from < steps * count; from += POINTS_A_CALL) {
      const metric = Math.floor(from / steps);
      const metrics = Array.from({ length: POINTS_A_CALL }, (_, offset) => {
        const step = (from % steps) + offset;
        return {
          key: `${metric % 2 === 0 ? 'train' : 'val'}/metric_${metric}`,
          value: curve(index, metric, step),
          timestamp: Date.now() - 3_600_000 + step * 300,
          step,
        };
      });
      await call('api/2.0/mlflow/runs/log-batch', { run_id: runId, metrics });
    }
    await call('api/2.0/mlflow/runs/update', { run_id: runId, status: 'FINISHED', end_time: Date.now() });
  }
  return { experimentId };
}

function curve(run, metric, step) {
  const noise = Math.sin(step * 12.9898 + run * 78.233 + metric) * 0.04;
  const spike = step === 1_234 && run === 3 ? 2 : 0;
  return (1 + metric / 5) * Math.exp(-step / (1_500 + run * 300)) + 0.1 + run / 100 + noise + spike;
}

const asked = (page, part) => page.waitForResponse((response) => response.url().includes(part));

export async function lookAtCharts(page, watch, { experimentId }, scheme) {
  const address = `/experiments/${experimentId}/charts`;
  const chart = page.getByRole('img', { name: /^train\/metric_0/ });
  await open(page, address, page.locator('canvas'));
  await page.screenshot({ path: path.join(screenshots, `charts-${scheme}.png`) });
  await watch.assertAccessible('charts');

  // A part of the axis is read anew, more finely, and the address names it.
  const box = await chart.locator('.u-over').boundingBox();
  const finer = asked(page, 'start=');
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.45, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await finer;
  if (!page.url().includes('from=')) throw new Error(`The address does not tell of the part: ${page.url()}`);
  // Drawn with all of the points of that part, the chart says nothing of others, and stands a bit lower.
  await page
    .getByText(/points, every extreme shown$/)
    .first()
    .waitFor({ state: 'hidden' });
  const zoomed = await chart.locator('.u-over').boundingBox();
  await page.mouse.move(zoomed.x + zoomed.width * 0.5, zoomed.y + 60);
  await page
    .getByText(/^step /)
    .first()
    .waitFor();
  await page.screenshot({ path: path.join(screenshots, `charts-zoomed-${scheme}.png`) });
  await page.getByRole('button', { name: 'Show all of the axis' }).click();

  for (const kind of ['SVG', 'PNG', 'CSV']) {
    const item = page.getByRole('menuitem', { name: `Save as ${kind}` });
    await page.getByRole('button', { name: 'Save train/metric_0, and more' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
    await item.waitFor({ state: 'detached' });
    const name = download.suggestedFilename();
    if (name !== `train-metric_0.${kind.toLowerCase()}`) throw new Error(`${kind} was saved as ${name}`);
  }

  await open(page, `${address}?smooth=0.9&band=true&open=${encodeURIComponent('train/metric_0')}`, chart);
  await page.screenshot({ path: path.join(screenshots, `chart-alone-${scheme}.png`) });
  await watch.assertAccessible('one chart alone');

  await open(
    page,
    `${address}?view=plots`,
    page.getByRole('img', { name: /^Parallel coordinates/ }).locator('svg'),
  );
  await page.screenshot({ path: path.join(screenshots, `plots-${scheme}.png`), fullPage: true });
  await watch.assertAccessible('plots');
  watch.assertClean('charts');
}
