/** What pages say where there is nothing, or nobody who answers. */
import path from 'node:path';
import { baseUrl, open, screenshots } from './place.mjs';

const NOBODY = '0'.repeat(32);

export async function openWhatDoesNotExist(page, watch, { experimentId, model }) {
  const notFound = page.getByRole('heading', { name: 'Not found' });
  const name = encodeURIComponent(model.name);
  const addresses = [
    '/no/such/page',
    '/experiments/987654321',
    '/experiments/no-number',
    '/experiments/987654321/charts',
    `/experiments/${experimentId}/runs/${NOBODY}`,
    `/experiments/${experimentId}/runs/${NOBODY}?tab=artifacts`,
    `/compare-runs?runs=["${NOBODY}","nobody"]&experiments=["${experimentId}"]`,
    '/models/no-such-model',
    '/models/no-such-model/versions/1',
    `/models/${name}/versions/987654321`,
    `/models/${name}/versions/newest`,
    '/endpoints/no-such-endpoint',
    '/schedules/no-such-schedule',
    '/webhooks/no-such-webhook',
    '/webhooks/no-such-webhook/edit',
    '/data/no-such-digest',
    '/lineage?node=run:nowhere',
    '/lineage?node=nothing-of-the-kind',
    `/experiments/${experimentId}/models/m-nobody`,
  ];
  await watch.expecting(baseUrl, async () => {
    for (const address of addresses) {
      await open(page, address, notFound).catch(() => {
        throw new Error(`${address} does not say that it does not exist.`);
      });
    }
    await page.screenshot({ path: path.join(screenshots, 'not-found.png') });
  });
}

/** Nothing is answered for a while; then the page goes on by itself. */
export async function loseTheServer(page, watch) {
  const banner = page.getByRole('alert').filter({ hasText: 'does not answer. Trying again' });
  const experiments = page.getByRole('table', { name: 'Experiments' });
  await open(page, '/experiments', experiments);
  const everything = `${baseUrl}/**`;
  await watch.expecting('', async () => {
    await page.route(everything, (route) => route.abort('connectionrefused'));
    // Of another page neither the code nor the style sheet can be fetched.
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await banner.waitFor();
    await page.screenshot({ path: path.join(screenshots, 'server-lost.png') });
    await watch.assertAccessible('a lost server');
    await page.unroute(everything);
    await page.getByRole('table', { name: 'Endpoints' }).waitFor();
    await banner.waitFor({ state: 'detached' });
  });
  watch.assertClean('a lost server');
}
