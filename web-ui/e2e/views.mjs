/** Saved views of the table of runs, and of its charts. */
import { open } from './place.mjs';
import { address, look, table, untilAddress } from './runsPage.mjs';

export async function views(page, watch, { experiment }) {
  const name = `Accuracy by model ${Date.now()}`;
  await open(
    page,
    `/experiments/${experiment}?group=["params.model"]&filter=status = 'FINISHED'`,
    table(page).getByText('resnet50'),
  );
  await page.getByRole('button', { name: 'Views' }).click();
  await look(page, watch, 'views-empty');
  await page.getByRole('button', { name: 'Save this view' }).click();
  await page.getByLabel('Name of the view').fill(name);
  await page.getByLabel('Your name').fill('ada');
  await page.getByRole('switch', { name: 'Share it with everybody' }).click();
  await look(page, watch, 'save-view');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await open(page, `/experiments/${experiment}`, table(page).getByRole('link'));
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name }).first().waitFor();
  await look(page, watch, 'views');
  await page.getByRole('button', { name }).first().click();
  await untilAddress(page, 'group=');
  if (
    !address(page).includes("status = 'FINISHED'".replaceAll(' ', '+')) &&
    !address(page).includes('FINISHED')
  ) {
    throw new Error(`The view lost its filter: ${address(page)}`);
  }
  await page.evaluate(() => localStorage.clear());
}

/** A view that was saved at the charts opens them, smoothed as they were. */
export async function viewWithCharts(page, watch, { experiment }) {
  const name = `Smooth ${Date.now()}`;
  const views = page.getByRole('button', { name: 'Views' });
  await open(page, `/experiments/${experiment}/charts?smooth=0.6&metric=loss`, page.locator('canvas'));
  await views.click();
  await page.getByRole('button', { name: 'Save this view' }).click();
  await page.getByLabel('Name of the view').fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await open(page, `/experiments/${experiment}`, table(page).getByRole('link'));
  await views.click();
  await page.getByRole('button', { name }).first().click();
  await untilAddress(page, 'smooth=0.6');
  await page.locator('canvas').first().waitFor();
  watch.assertClean('a view with charts');
}
