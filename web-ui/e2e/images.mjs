/** Pictures of runs side by side, as mlflow.log_image keeps them: compared, and among the charts. */
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { call, keepArtifact, open, screenshots } from './place.mjs';

/** A PNG of so many pixels a side, by the colour at each place from 0 to 1. */
function png(side, colourAt) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: side }, (_, y) => [
    0,
    ...Array.from({ length: side }, (__, x) => colourAt(x / side, y / side)).flat(),
  ]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A ball that comes out of the noise as a model learns to draw it. */
function sample(run, step) {
  const noise = 1 / (1 + step / (6 + 3 * run));
  return png(64, (x, y) => {
    const inside = (x - 0.5) ** 2 + (y - 0.55) ** 2 < 0.09 ? 1 - noise : 0;
    const grain = noise * Math.abs(Math.sin(x * 91.7 + y * 133.1 + step));
    return [90 + 130 * inside, 110 + 60 * inside, 140 - 40 * inside].map((part) =>
      Math.round(part * (1 - noise / 2) + 110 * grain),
    );
  });
}

async function keepImage(run, key, step, picture) {
  const name = `${key}+step+${step}+timestamp+${step + 1}+g0b1.png`;
  await keepArtifact(run, `images/${encodeURIComponent(name)}`, picture);
}

/** An experiment with runs that drew as they learnt, and their IDs. */
async function seedPictures() {
  const { experiment_id: experimentId } = await call('api/2.0/mlflow/experiments/create', {
    name: `pictures-${Date.now()}`,
  });
  const ids = [];
  for (let index = 0; index < 3; index++) {
    const { run } = await call('api/2.0/mlflow/runs/create', {
      experiment_id: experimentId,
      run_name: `diffusion-${index}`,
      start_time: Date.now() - 60_000 * index,
    });
    for (const step of index === 0 ? [0, 10, 20, 40] : [0, 5, 40]) {
      await keepImage(run, 'val~dog', step, sample(index, step));
    }
    if (index < 2) await keepArtifact(run, 'plots/roc.png', sample(index, 30));
    await call('api/2.0/mlflow/runs/update', { run_id: run.info.run_id, status: 'FINISHED' });
    ids.push(run.info.run_id);
  }
  return { experimentId, ids };
}

const picture = (page) => page.getByRole('img', { name: /^val\/dog of/ });

async function moveToTheFirstStep(page) {
  await page.getByRole('slider', { name: 'Step' }).focus();
  await page.keyboard.press('Home');
  await page.waitForURL((url) => url.href.includes('step=0'));
  const loaded = await picture(page).evaluateAll(async (images) => {
    await Promise.all(images.map((image) => image.decode()));
    return images.every((image) => image.naturalWidth > 0);
  });
  if (!loaded) throw new Error('A picture was not loaded.');
}

export async function lookAtImages(page, watch) {
  const { experimentId, ids } = await seedPictures();
  const compared = `/compare-runs?runs=${JSON.stringify(ids.slice(0, 2))}&experiments=["${experimentId}"]`;
  await open(page, `${compared}&view=images`, picture(page));
  await page.screenshot({ path: path.join(screenshots, 'compare-images.png') });
  await watch.assertAccessible('images compared');
  await moveToTheFirstStep(page);
  watch.assertClean('images compared');

  for (const scheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const asked = [];
    const note = (request) => asked.push(request.url());
    page.on('request', note);
    await open(page, `/experiments/${experimentId}/charts`, page.getByRole('heading', { name: 'Charts' }));
    // Nobody who looks at curves waits for lists of files.
    if (asked.some((url) => url.includes('mlflow-artifacts'))) throw new Error('Files were listed unasked.');
    page.off('request', note);
    await page.getByText('Images', { exact: true }).click();
    await page.getByRole('article', { name: 'val/dog' }).getByRole('img').nth(2).waitFor();
    await page.getByRole('article', { name: 'plots/roc.png' }).getByText('2 of 3 runs').waitFor();
    await page.screenshot({ path: path.join(screenshots, `charts-images-${scheme}.png`) });
    await watch.assertAccessible(`images among the charts, ${scheme}`);
    await moveToTheFirstStep(page);
    await page.getByLabel('Find images by a regular expression').fill('^val');
    await page.getByRole('article', { name: 'plots/roc.png' }).waitFor({ state: 'detached' });
    watch.assertClean('images among the charts');
  }
}
