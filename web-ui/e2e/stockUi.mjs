/**
 * Opens the pages that come with the `mlflow` package on our server, as somebody would who keeps them:
 * the experiments, the runs, a run, runs compared, a registered model. Fails on an error in the console.
 *
 *   MILLRACE_URL=http://127.0.0.1:5000 STOCK_UI=…/site-packages/mlflow/server/js/build node e2e/stockUi.mjs
 */
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { withBrowser } from './browser.mjs';
import { findDemoData } from './demoData.mjs';
import { PageWatch } from './pageWatch.mjs';
import { baseUrl, screenshots } from './place.mjs';

const files = process.env.STOCK_UI;
if (!files) throw new Error('STOCK_UI must name the directory of the pages.');

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Asked for by the pages, and part of MLflow's own server alone: its assistant, its gateway to language models, and the users of its plug-in. */
const NOT_OURS = ['/mlflow/assistant/', '/mlflow/users/current', '/mlflow/gateway-proxy'];

/** Chromium's word for "an observer moved things again, the rest follows in the next frame"; MLflow's tables log it now and then as an error, on any server. */
const LATER_FRAME = 'ResizeObserver loop completed with undelivered notifications';

/** The pages from their files, everything else from the server. */
async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const name = pathname === '/' ? 'index.html' : pathname.replace(/^\/static-files\//, '');
  const file = path.join(files, path.normalize(`/${name}`));
  const found = await stat(file).catch(() => undefined);
  if (request.method === 'GET' && found?.isFile()) {
    response.writeHead(200, { 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
    return;
  }
  const { hostname, port } = new URL(baseUrl);
  const { method, url, headers } = request;
  const onward = http.request({ hostname, port, path: url, method, headers }, (from) => {
    response.writeHead(from.statusCode, from.headers);
    from.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

/** All runs that are compared have files: with one that has none, MLflow's page fails on MLflow's server too. */
function pagesToSee(page, { experimentId, runId, runIdsWithFiles: runIds, model }) {
  const runs = encodeURIComponent(JSON.stringify(runIds));
  const experiments = encodeURIComponent(JSON.stringify([experimentId]));
  return [
    ['experiments', '/experiments', page.getByRole('link', { name: /./ }).first()],
    ['runs', `/experiments/${experimentId}/runs`, page.getByRole('gridcell').first()],
    ['run', `/experiments/${experimentId}/runs/${runId}`, page.getByText(runId).first()],
    ['compare', `/compare-runs?runs=${runs}&experiments=${experiments}`, page.getByText(runIds[0]).first()],
    ['model', `/models/${encodeURIComponent(model.name)}`, page.getByText(model.name).first()],
  ];
}

const server = http.createServer((request, response) => void answer(request, response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
try {
  await mkdir(screenshots, { recursive: true });
  const data = await findDemoData();
  await withBrowser(async (context) => {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(60_000);
    const watch = new PageWatch(page, [...NOT_OURS, LATER_FRAME]);
    for (const [name, hash, locator] of pagesToSee(page, data)) {
      await page.goto('about:blank');
      await page.goto(`${origin}/#${hash}`);
      await locator.waitFor();
      await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {
        // It polls; what it must show is there.
      });
      await page.screenshot({ path: path.join(screenshots, `stock-${name}.png`) });
      watch.assertClean(`MLflow's page ${name}`);
      console.log(`  ok  MLflow's page ${name}`);
    }
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  server.closeAllConnections();
  server.close();
}
