/** Pictures of runs side by side, as mlflow.log_image keeps them. */
import path from 'node:path';
import { call, keepArtifact, open, screenshots } from './place.mjs';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function keepImage(run, step) {
  const name = encodeURIComponent(`val~dog+step+${step}+timestamp+${step + 1}+g0b1.png`);
  return keepArtifact(run, `images/${name}`, PIXEL);
}

export async function compareImages(page, watch) {
  const { experiment_id: experimentId } = await call('api/2.0/mlflow/experiments/create', {
    name: `pictures-${Date.now()}`,
  });
  const ids = [];
  for (const steps of [
    [0, 10],
    [0, 5],
  ]) {
    const { run } = await call('api/2.0/mlflow/runs/create', { experiment_id: experimentId });
    for (const step of steps) await keepImage(run, step);
    ids.push(run.info.run_id);
  }
  await open(
    page,
    `/compare-runs?runs=${JSON.stringify(ids)}&experiments=["${experimentId}"]&view=images`,
    page.getByRole('img', { name: /^val\/dog of/ }),
  );
  await page.screenshot({ path: path.join(screenshots, 'compare-images.png') });
  await watch.assertAccessible('images compared');
  await page.getByRole('slider', { name: 'Step' }).focus();
  await page.keyboard.press('Home');
  await page.waitForURL((url) => url.href.includes('step=0'));
  const loaded = await page
    .getByRole('img', { name: /^val\/dog of/ })
    .evaluateAll((images) => images.every((image) => image.complete && image.naturalWidth > 0));
  if (!loaded) throw new Error('A picture was not loaded.');
  watch.assertClean('images compared');
}
