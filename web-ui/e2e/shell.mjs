/** What is around the pages: the palette, the keys, the skip link, and what the page may run. */
import path from 'node:path';
import { baseUrl, open, screenshots } from './place.mjs';

export async function findWithPalette(page, watch, { experimentId, model }) {
  await open(page, '/models', page.getByRole('table', { name: 'Registered models' }));
  await page.keyboard.press('Control+k');
  const box = page.getByRole('textbox', { name: 'Go to' });
  await box.fill(model.name.slice(0, 5));
  await page.getByRole('button', { name: new RegExp(`${model.name}.*Registered model`) }).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'palette.png') });
  await watch.assertAccessible('the palette');
  await box.fill('Experiments');
  await page.getByRole('button', { name: 'Experiments', exact: true }).click();
  await page.getByRole('table', { name: 'Experiments' }).waitFor();

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'keys.png') });
  await watch.assertAccessible('the keys');
  await page.keyboard.press('Escape');

  await open(page, `/experiments/${experimentId}`, page.getByRole('grid', { name: 'Runs' }));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const focused = await page.evaluate(() => document.activeElement?.tagName);
  if (focused !== 'MAIN') throw new Error(`The skip link led to ${focused}.`);
  watch.assertClean('the palette');
}

/** The policy forbids scripts within the page, and the page has none: what is logged cannot become one. */
export async function shellIsSafe() {
  const response = await fetch(`${baseUrl}/`);
  const policy = response.headers.get('content-security-policy') ?? '';
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
  if (scripts !== "'self'") throw new Error(`Scripts are allowed from: ${scripts}`);
  const inline = [...(await response.text()).matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)];
  if (inline.length > 0) throw new Error(`The page has ${inline.length} scripts of its own.`);
}
