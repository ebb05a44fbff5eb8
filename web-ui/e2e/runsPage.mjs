/** What every look at the table of runs needs. */
import path from 'node:path';
import { screenshots } from './place.mjs';

export const table = (page) => page.getByLabel('Runs', { exact: true });
export const address = (page) => decodeURIComponent(page.url());

/** Waits until the address tells of something; the page puts there whatever shapes the view. */
export async function untilAddress(page, part) {
  await page.waitForURL((url) => decodeURIComponent(url.href).includes(part));
}

export async function settled(page) {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== 'running'),
  );
}

export async function look(page, watch, name) {
  await settled(page);
  await page.screenshot({ path: path.join(screenshots, `runs-${name}.png`) });
  await watch.assertAccessible(`runs, ${name}`);
  watch.assertClean(`runs, ${name}`);
}

/** Waits until the page tells of so many runs. */
export async function countOf(page, count) {
  await page
    .getByText(new RegExp(`^${count} runs?\\b`))
    .first()
    .waitFor();
}
