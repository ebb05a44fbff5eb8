/** A version goes live through its gates, and the one before comes back. */
import path from 'node:path';
import { baseUrl, open, screenshots } from './place.mjs';

const POLICY = `gates:
  - {name: takes what the champion takes, type: signature}
  - {name: better than nothing, type: metric, expression: candidate.metrics.size() >= 0}
`;

async function policy(name, method, body) {
  const url = `${baseUrl}/api/millrace/v1/promotion-policies/${encodeURIComponent(name)}/champion`;
  const response = await fetch(url, { method, headers: { 'Content-Type': 'application/yaml' }, body });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
}

async function openModel(page, { name }) {
  await open(page, `/models/${encodeURIComponent(name)}`, page.getByRole('table', { name: 'Versions' }));
}

/** Until a dialog has faded in, its text is too faint to read. */
async function settled(page) {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== 'running'),
  );
}

async function seen(page, watch, name) {
  await settled(page);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  await watch.assertAccessible(name);
  watch.assertClean(name);
}

export async function promote(page, watch, { model, versions }) {
  const champion = model.aliases?.find((alias) => alias.alias === 'champion')?.version;
  const target = versions.find((version) => version !== champion);
  if (target === undefined) throw new Error(`${model.name} has no version besides the champion to promote.`);
  const reason = `Walked through the pages at ${new Date().toISOString()}`;

  await policy(model.name, 'PUT', POLICY);
  await openModel(page, model);
  await page.getByRole('button', { name: `Promote version ${target}`, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByText('2 of 2 gates let it pass').waitFor();
  await seen(page, watch, 'promote-dialog');
  await dialog.getByRole('button', { name: 'Promote', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(`champion of ${model.name} is now version ${target}.`).waitFor();
  const entry = page.getByRole('listitem').filter({ hasText: reason });
  await entry.getByText('2 of 2 gates passed').waitFor();
  await seen(page, watch, 'promoted');
}

export async function rollBack(page, watch, { model }) {
  await openModel(page, model);
  await page.getByRole('button', { name: 'Roll back…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/moves back from/).waitFor();
  await dialog.getByLabel('Reason').fill('The walk goes back the way it came');
  await seen(page, watch, 'rollback-dialog');
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('listitem').filter({ hasText: 'rolled back' }).first().waitFor();
  await policy(model.name, 'DELETE');
  watch.assertClean('rolled back');
}
