import { createServer } from 'node:http';
import path from 'node:path';
import { call, open, screenshots } from './place.mjs';

const api = 'api/millrace/v1/webhooks';
const models = 'api/2.0/mlflow/registered-models';

/** What to answer by the name of the model that an event is about: anything else is taken. */
const answers = { 'walk-gone': 404, 'walk-busy': 503 };

/** Where webhooks of this walk go: keeps what it is sent. */
export class Receiver {
  #server;
  received = [];

  static async start() {
    const receiver = new Receiver();
    receiver.#server = createServer(async (request, response) => {
      const chunks = await request.toArray();
      const body = JSON.parse(Buffer.concat(chunks).toString());
      receiver.received.push({ path: request.url, headers: request.headers, body });
      response.writeHead(answers[body.data.name] ?? 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ queued: true }));
    });
    await new Promise((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  url(place) {
    return `http://127.0.0.1:${this.#server.address().port}${place}`;
  }

  to(place) {
    return this.received.filter((request) => request.path === place);
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Makes webhooks in every state, and what they are told of. */
export async function seedWebhooks(receiver) {
  const create = async (webhook) => (await call(api, webhook)).webhook.webhook_id;
  const busy = await create({
    name: 'ci-pipeline',
    description: 'Builds an image of every new model; belongs to the platform team',
    url: receiver.url('/ci/millrace'),
    secret: 'a secret of the walk',
    events: ['registered_model.created', 'model_version.created', 'promotion.done', 'endpoint.swapped'],
  });
  const threshold = await create({
    name: 'loss-watch',
    url: receiver.url('/chat'),
    format: 'cloudevents',
    events: ['metric.threshold_crossed', 'run.failed'],
    threshold: { key: 'val_loss', above: 0.9, experiment_id: '0' },
  });
  const paused = await create({
    name: 'nightly.report',
    url: receiver.url('/report'),
    events: ['promotion.done'],
    status: 'DISABLED',
  });
  const names = ['walk-taken', 'walk-gone', 'walk-busy'];
  for (const name of names) await call(`${models}/create`, { name });
  return {
    ids: { busy, threshold },
    async remove() {
      for (const id of [busy, threshold, paused]) await call(`${api}/${id}`, undefined, 'DELETE');
      for (const name of names) await call(`${models}/delete`, { name }, 'DELETE');
    },
  };
}

const shot = (page, name) => page.screenshot({ path: path.join(screenshots, `${name}.png`) });

/** From no webhook to one that is told, and back. */
export async function careForWebhook(page, watch, receiver) {
  const event = 'registered_model.created';
  const button = (name) => page.getByRole('button', { name, exact: true });
  const none = page.getByText('There is no webhook yet');

  await open(page, '/webhooks', none);
  await watch.assertAccessible('no webhooks');
  await shot(page, 'webhooks-none');
  await page.getByRole('link', { name: 'New webhook' }).click();
  await page.getByLabel('Name').fill('walk-hook');
  await page.getByLabel('URL').fill('https://10.0.0.1/hook');
  await page.getByLabel('Secret').fill('very secret');
  await page.getByText('Still needs at least one event').waitFor();
  await page.getByLabel(event).press(' ');
  await watch.expecting(api, async () => {
    await button('Create webhook').click();
    await page.getByRole('alert').getByText('must not resolve to a non-public IP address').waitFor();
    await shot(page, 'webhook-refused');
    await watch.assertAccessible('a webhook that was refused');
  });
  await page.getByLabel('URL').fill(receiver.url('/walk'));
  await button('Create webhook').click();
  await page.getByRole('heading', { name: 'walk-hook' }).waitFor();
  await page.getByText('Nothing was delivered yet').waitFor();

  await button('Send test').click();
  await page.getByText(`The receiver answered 200 to ${event}`).waitFor();
  await shot(page, 'webhook-tested');
  await watch.assertAccessible('a webhook that was tested');
  const [test] = receiver.to('/walk');
  if (test?.body.entity !== 'registered_model' || test.headers['x-mlflow-signature'] === undefined) {
    throw new Error(`The receiver got ${JSON.stringify(test)} as a test.`);
  }

  await call(`${models}/create`, { name: 'walk-told' });
  const delivered = page.getByRole('table', { name: 'Deliveries' }).getByText('Delivered');
  await delivered.waitFor();
  if (receiver.to('/walk').at(-1).body.data.name !== 'walk-told') throw new Error('Another event arrived.');
  await page.getByRole('button', { name: /^Send registered_model.created again/ }).click();
  await delivered.nth(1).waitFor();
  await page.getByText(/repeats [0-9a-f]{8}/).waitFor();

  await button('Pause…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByText('Paused', { exact: true }).waitFor();
  await button('Resume').click();
  await page.getByText('Active', { exact: true }).waitFor();

  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  if ((await page.getByLabel('New secret').inputValue()) !== '') throw new Error('A secret is shown.');
  await page.getByLabel('Description').fill('Walked through');
  await button('Save changes').click();
  await page.getByText('Walked through').waitFor();

  await button('Delete…').click();
  const dialog = page.getByRole('dialog', { name: 'Delete walk-hook?' });
  await dialog.waitFor();
  // Until the dialog has faded in, its text is too faint to read.
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== 'running'),
  );
  await shot(page, 'webhook-delete');
  await watch.assertAccessible('deleting a webhook');
  await dialog.getByRole('button', { name: 'Delete walk-hook' }).click();
  await none.waitFor();
  await call(`${models}/delete`, { name: 'walk-told' }, 'DELETE');
  watch.assertClean('a webhook');
}
