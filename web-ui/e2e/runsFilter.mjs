/** The filter of the runs table: completed, refused, in parts. */
import { open } from './place.mjs';
import { countOf, look, table } from './runsPage.mjs';

const filterBox = (page) => page.getByLabel('Filter runs');

async function applyFilter(page, text) {
  await filterBox(page).click();
  await page.locator('.cm-content').waitFor();
  await filterBox(page).fill(text);
  // The first Enter may belong to the list of completions.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
}

/** A filter of which nothing but the beginnings of its words is typed. */
async function completeByKeys(page) {
  await page.keyboard.press('Control+a');
  const parts = [
    ['dataset.na', 'dataset.name'],
    ["IN ('flowers-e", "'flowers-eval'"],
    [') OR user_', 'user_id'],
    ['= "gr', '"grace"'],
    [' AND tags.te', 'tags.team'],
    ['is no', 'IS NOT NULL'],
  ];
  for (const [typed, option] of parts) {
    await page.keyboard.type(typed);
    const offered = page.getByRole('option').filter({ hasText: option }).first();
    await offered.waitFor();
    await offered.click();
  }
  const text = await filterBox(page).textContent();
  const expected = `dataset.name IN ('flowers-eval') OR user_id = "grace" AND tags.team IS NOT NULL`;
  if (text.trim() !== expected) throw new Error(`The filter was completed to: ${text}`);
}

export async function filter(page, watch, { experiment }) {
  await open(page, `/experiments/${experiment}`, table(page).getByRole('link'));
  await countOf(page, 140);
  await page.keyboard.press('/');
  await page.locator('.cm-content').waitFor();
  await page.keyboard.type('params.mo');
  await page.getByRole('option', { name: /params\.model/ }).waitFor();
  await look(page, watch, 'completion');
  await completeByKeys(page);
  await watch.expecting('runs/', async () => {
    await applyFilter(page, 'params.model = ');
    await page.getByRole('alert').getByText('^').waitFor();
    await look(page, watch, 'filter-error');
  });
  await applyFilter(page, "vit AND params.optimizer = 'adamw'");
  await page.getByRole('group', { name: 'Parts of the filter' }).waitFor();
  await look(page, watch, 'filter-parts');
  await page.getByRole('button', { name: 'Remove vit', exact: true }).click();
  await countOf(page, 105);
  await open(
    page,
    `/experiments/${experiment}?filter=tags.team = 'vision' AND vision`,
    page.getByRole('group', { name: 'Parts of the filter' }),
  );
  await page.getByRole('button', { name: 'vision', exact: true }).click();
  await page.locator('.cm-content:focus').waitFor();
  await page.keyboard.type('retail');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => /'vision'\W+AND\W+retail/.test(decodeURIComponent(url.href)));
  await applyFilter(page, 'nobody-called-a-run-so');
  await page.getByText('No run matches this filter').waitFor();
  await look(page, watch, 'no-match');
  await page.getByRole('button', { name: 'Clear the filter' }).first().click();
  await countOf(page, 140);
}
