/**
 * Walks every page of the UI in Chromium on a server that has data, in light and in dark.
 * Fails on a console error, a failed request, an accessibility violation or a missing element.
 *
 * The server must be allowed to send webhooks to this machine:
 * MILLRACE_WEBHOOKS_ALLOWED_SCHEMES=http,https MILLRACE_WEBHOOKS_ALLOWED_NETWORKS=127.0.0.1/32
 *
 *   MILLRACE_URL=http://127.0.0.1:5000 SCREENSHOT_DIR=target/screenshots npm run e2e
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { withBrowser } from './browser.mjs';
import { lookAtCharts, seedCurves } from './charts.mjs';
import { findDemoData } from './demoData.mjs';
import { callWithAKey, setOptions, tryFromPage } from './endpoints.mjs';
import { lookAtImages } from './images.mjs';
import { PageWatch } from './pageWatch.mjs';
import { loseTheServer, openWhatDoesNotExist } from './missing.mjs';
import { call, open, screenshots } from './place.mjs';
import { lookAtPopups } from './popups.mjs';
import { lookIntoFiles } from './previews.mjs';
import { promote, rollBack } from './promotions.mjs';
import { workWithRuns } from './runs.mjs';
import { findWithPalette, shellIsSafe } from './shell.mjs';
import { openLoggedPages } from './artifacts.mjs';
import { careForWebhook, Receiver, seedWebhooks } from './webhooks.mjs';

let passed = 0;

async function step(name, work) {
  const start = Date.now();
  await work();
  passed++;
  console.log(`  ok  ${name} (${Date.now() - start} ms)`);
}

function pagesToSee(page, data) {
  const { experimentId, runId, runIds, model, versions, endpoint, digest, webhooks, logged } = data;
  const run = `/experiments/${experimentId}/runs/${runId}`;
  const compare = `/compare-runs?runs=${JSON.stringify(runIds)}&experiments=["${experimentId}"]`;
  const name = encodeURIComponent(model.name);
  const deliveries = page.getByRole('table', { name: 'Deliveries' });
  const heading = (text) => page.getByRole('heading', { name: text });
  return [
    ['home', '/', page.getByRole('table', { name: 'Last promotions' })],
    ['experiments', '/experiments', page.getByRole('table', { name: 'Experiments' })],
    ['runs', `/experiments/${experimentId}`, page.getByRole('grid', { name: 'Runs' }).getByRole('link')],
    ['run-overview', run, heading('Parameters')],
    ['run-metrics', `${run}?tab=metrics`, page.locator('canvas')],
    [
      'run-artifacts',
      `${run}?tab=artifacts`,
      page.getByRole('navigation', { name: 'Artifacts' }).getByRole('button'),
    ],
    ['run-data', `${run}?tab=data`, page.getByRole('table', { name: 'Data' })],
    ['run-record', `${run}?tab=record`, heading('Run it again')],
    ['dataset', `/data/${digest}`, page.getByRole('table', { name: 'Runs' }).getByRole('link')],
    [
      'lineage',
      `/lineage?node=${encodeURIComponent(`version:${model.name}/${versions[0]}`)}`,
      page.getByRole('region', { name: 'Lineage graph' }).getByRole('link'),
    ],
    ['compare', compare, page.getByRole('table', { name: 'Runs compared' })],
    ['compare-differences', `${compare}&diff=true`, page.getByRole('table', { name: 'Runs compared' })],
    [
      'compare-by-run',
      `${compare}&flip=true`,
      page.getByRole('table', { name: 'Runs compared, a row each' }),
    ],
    ['compare-charts', `${compare}&view=charts`, page.getByRole('heading', { name: 'Metrics' })],
    ['compare-artifacts', `${compare}&view=artifacts`, page.getByText(/^File$|None of these runs/)],
    ['models', '/models', page.getByRole('table', { name: 'Registered models' })],
    ['model', `/models/${name}`, page.getByRole('table', { name: 'Versions' }).getByText('baseline')],
    [
      'model-version',
      `/models/${name}/versions/${versions[0]}`,
      page.getByRole('navigation', { name: 'Artifacts' }).getByRole('button'),
    ],
    [
      'logged-models',
      `/experiments/${logged.experimentId}/models`,
      page.getByRole('table', { name: 'Logged models' }),
    ],
    [
      'logged-model',
      `/experiments/${logged.experimentId}/models/${logged.modelId}`,
      page.getByRole('navigation', { name: 'Artifacts' }).getByRole('button'),
    ],
    ['endpoints', '/endpoints', page.getByRole('table', { name: 'Endpoints' })],
    ['endpoint', `/endpoints/${encodeURIComponent(endpoint.name)}`, heading('Swaps')],
    ['schedules', '/schedules', page.getByText('There is no schedule yet')],
    ['webhooks', '/webhooks', page.getByRole('table', { name: 'Webhooks' }).getByText('Retrying')],
    ['webhook', `/webhooks/${webhooks.busy}`, deliveries.getByText('Retrying')],
    ['webhook-failed', `/webhooks/${webhooks.busy}?status=FAILED`, deliveries.getByText('Failed')],
    ['storage', '/storage', page.getByRole('button', { name: /for good$/ })],
    ['webhook-new', '/webhooks/new', page.getByLabel('run.finished')],
    ['webhook-edit', `/webhooks/${webhooks.threshold}/edit`, page.getByLabel('Bound')],
  ];
}

async function seeEveryPage(page, watch, data, scheme) {
  for (const [name, hash, locator] of pagesToSee(page, data)) {
    await step(`${name}, ${scheme}`, async () => {
      await open(page, hash, locator);
      await page.screenshot({ path: path.join(screenshots, `${name}-${scheme}.png`) });
      await watch.assertAccessible(name);
      watch.assertClean(name);
    });
  }
}

async function previewArtifacts(page, watch, { withFiles: { experimentId, runId } }, scheme) {
  const tree = page.getByRole('navigation', { name: 'Artifacts' });
  await open(page, `/experiments/${experimentId}/runs/${runId}?tab=artifacts`, tree.getByRole('button'));
  // A folder once opened is no longer among the closed ones, and what it holds may be folders again.
  const closed = tree.getByRole('button', { expanded: false });
  while ((await closed.count()) > 0) {
    await closed.first().click();
    await page.waitForLoadState('networkidle');
  }
  const files = await tree.getByRole('button').all();
  const kinds = new Set();
  for (const file of files) {
    const name = (await file.getAttribute('title')) ?? '';
    const kind = name === 'MLmodel' ? name : name.split('.').at(-1);
    if (name === '' || kinds.has(kind)) continue;
    kinds.add(kind);
    await file.click();
    await page.getByRole('region', { name: `Preview of ${name}` }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: path.join(screenshots, `artifact-${kind}-${scheme}.png`) });
    await watch.assertAccessible(`preview of ${name}`);
    watch.assertClean(`preview of ${name}`);
  }
  if (kinds.size === 0) throw new Error('The run has no artifact to look into.');
}

async function selectAndCompare(page, watch, { experimentId }) {
  const grid = page.getByRole('grid', { name: 'Runs' });
  await open(page, `/experiments/${experimentId}?filter=status != 'SCHEDULED'`, grid.getByRole('link'));
  const ticks = grid.getByRole('checkbox', { name: /^Select (?!all)/ });
  await ticks.nth(0).click();
  await ticks.nth(1).click();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await page.getByRole('table', { name: 'Runs compared' }).waitFor();
  watch.assertClean('select, compare');
}

async function openOldLinks(page, watch, { experimentId, runId, logged }) {
  const run = `/experiments/${experimentId}/runs/${runId}`;
  await open(page, `${run}/artifacts`, page.getByRole('navigation', { name: 'Artifacts' }));
  await open(page, `${run}/model-metrics`, page.locator('canvas'));
  await open(
    page,
    `/metric/loss?runs=["${runId}"]&experiments=["${experimentId}"]`,
    page.getByLabel('Find metrics by a regular expression'),
  );
  await open(page, `/experiments/${experimentId}/runs`, page.getByRole('grid', { name: 'Runs' }));
  await open(page, `/runs/${runId}`, page.getByRole('heading', { name: 'Parameters' }));
  await open(page, `/experiments/${experimentId}/traces`, page.getByText('Millrace has no such page'));
  const shown = page.getByRole('region', { name: 'Preview of MLmodel' });
  await open(page, `/experiments/${logged.experimentId}/models/${logged.modelId}/artifacts/MLmodel`, shown);
  const ofRun = `/experiments/${logged.experimentId}/runs/${logged.runId}/artifacts/${logged.name}/MLmodel`;
  await open(page, ofRun, shown);
  watch.assertClean('links of MLflow');
}

/** So that the trash holds something. */
async function seedTrash({ experimentId }) {
  const { run } = await call('api/2.0/mlflow/runs/create', { experiment_id: experimentId });
  await call('api/2.0/mlflow/runs/delete', { run_id: run.info.run_id });
}

async function walk(context, receiver) {
  await mkdir(screenshots, { recursive: true });
  const webhooks = await seedWebhooks(receiver);
  const data = { ...(await findDemoData()), webhooks: webhooks.ids };
  const curves = await seedCurves();
  await seedTrash(data);
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(20_000);
  const watch = new PageWatch(page);

  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await seeEveryPage(page, watch, data, scheme);
    await step(`charts, ${scheme}`, () => lookAtCharts(page, watch, curves, scheme));
    await step(`artifact previews, ${scheme}`, () => previewArtifacts(page, watch, data, scheme));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await step('what pops up', () => lookAtPopups(page, watch, data, curves));
  await step('a version is promoted in the dialog', () => promote(page, watch, data));
  await step('it is rolled back', () => rollBack(page, watch, data));
  await step('runs are ticked and compared', () => selectAndCompare(page, watch, data));
  await step('images of runs are compared, and looked through', () => lookAtImages(page, watch));
  await workWithRuns(page, watch, step);
  await step('anything is found by its name', () => findWithPalette(page, watch, data));
  await step('no script stands in the page', () => shellIsSafe());
  await step('links of MLflow open', () => openOldLinks(page, watch, data));
  await step('files of every kind are looked into', () => lookIntoFiles(page, watch));
  await step('pages that were logged run, and reach nothing', () => openLoggedPages(page, watch));
  await step('an endpoint is tried from its page', () => tryFromPage(page, watch, data));
  await step('an endpoint is called by its code, with a key', () => callWithAKey(page, watch, data));
  await step('an endpoint has options of its own', () => setOptions(page, watch, data));
  await webhooks.remove();
  await step('a webhook is made, tested, told and deleted', () => careForWebhook(page, watch, receiver));
  await step('what does not exist is said', () => openWhatDoesNotExist(page, watch, data));
  await step('a lost server is said, and comes back', () => loseTheServer(page, watch));
}

const receiver = await Receiver.start();
try {
  await withBrowser((context) => walk(context, receiver));
  console.log(`${passed} passed, 0 failed`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log(`${passed} passed, 1 failed`);
  process.exitCode = 1;
} finally {
  receiver.close();
}
