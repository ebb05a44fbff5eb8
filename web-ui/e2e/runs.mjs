import { call, open } from './place.mjs';
import { seedSweep } from './runsData.mjs';
import { filter } from './runsFilter.mjs';
import { countOf, look, table, untilAddress } from './runsPage.mjs';
import { views, viewWithCharts } from './views.mjs';

async function sortAndScroll(page, watch, { experiment }) {
  await open(page, `/experiments/${experiment}`, table(page).getByRole('link'));
  await page.getByRole('button', { name: 'val/accuracy' }).first().click();
  await untilAddress(page, 'sort=["-metrics.val/accuracy"]');
  await page
    .getByRole('button', { name: /train\/loss/ })
    .first()
    .click({ modifiers: ['Shift'] });
  await untilAddress(page, '"-metrics.train/loss"');
  await table(page).evaluate((grid) => grid.scrollTo(0, 1e6));
  await page.getByText(/140 runs$/).waitFor();
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  if (nodes > 3_000) throw new Error(`The page has ${nodes} nodes.`);
  await look(page, watch, 'sorted-end');
}

async function baseline(page, watch, { experiment }) {
  await open(page, `/experiments/${experiment}`, table(page).getByRole('link'));
  const row = table(page).getByRole('row').nth(3);
  await row.hover();
  await row.getByRole('button', { name: /^Actions for/ }).click();
  await look(page, watch, 'row-menu');
  await page.getByRole('menuitem', { name: 'Measure against this run' }).click();
  await untilAddress(page, 'base=');
  await table(page).locator('[data-tone="good"]').first().waitFor();
  await look(page, watch, 'baseline');
}

async function groupsAndTree(page, watch, { experiment }) {
  await open(page, `/experiments/${experiment}?group=["params.model"]`, table(page).getByText('resnet50'));
  await table(page).getByRole('button', { name: 'Unfold resnet50' }).click();
  await table(page).getByRole('link').first().waitFor();
  await look(page, watch, 'groups');
  await open(
    page,
    `/experiments/${experiment}?group=["params.augmentation"]`,
    table(page).getByText('randaugment').first(),
  );
  await table(page)
    .getByRole('button', { name: /^Unfold randaugment/ })
    .click();
  await table(page).getByRole('link').first().waitFor();
  await table(page).evaluate((grid) => grid.scrollTo(0, 1e6));
  const more = table(page).getByRole('button', { name: 'Show more' });
  await more.click();
  await more.waitFor({ state: 'detached' });
  await open(page, `/experiments/${experiment}?tree=true`, table(page).getByRole('link'));
  await table(page)
    .getByRole('button', { name: /^Unfold the 5 children/ })
    .click();
  await table(page)
    .getByRole('link', { name: /-fold-/ })
    .first()
    .waitFor();
  await look(page, watch, 'tree');
}

async function edit(page, watch, { experiment }) {
  const names = () => table(page).getByRole('checkbox', { name: /^Select (?!all)/ });
  await open(page, `/experiments/${experiment}?show=["tags.team"]`, table(page).getByRole('link'));
  await names().nth(0).click();
  await names()
    .nth(4)
    .click({ modifiers: ['Shift'] });
  await page.getByText('5 runs selected').waitFor();
  await look(page, watch, 'selection');
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Key').fill('reviewed');
  await page.getByRole('dialog').getByLabel('Value').fill('yes');
  await look(page, watch, 'tag-dialog');
  await page.getByRole('button', { name: 'Set tag' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('5 runs tagged').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Select all 140' }).click();
  await page.getByText('140 runs selected').waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('This experiment has no runs yet').waitFor();
  await look(page, watch, 'deleted');
  await page.getByRole('button', { name: 'Undo' }).click();
  await countOf(page, 140);

  await table(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('F2');
  await page.getByLabel(/^Name of/).fill('renamed by hand');
  await page.keyboard.press('Enter');
  await table(page).getByRole('link', { name: 'renamed by hand' }).waitFor();
  await page.keyboard.press(' ');
  await page.getByText('1 run selected').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'renamed by hand' }).waitFor();
  watch.assertClean('edit');
}

async function columns(page, watch, { experiment }) {
  await open(page, `/experiments/${experiment}`, table(page).getByRole('link'));
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByLabel('Find a column').fill('loss');
  await page.getByLabel('min val/loss').click();
  await untilAddress(page, 'show=["min.metrics.val/loss"]');
  await look(page, watch, 'columns');
  await page.getByLabel('Only columns in which the runs differ').click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: /augmentation/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Column val/accuracy' }).click();
  await look(page, watch, 'column-menu');
  await page.getByRole('menuitem', { name: 'Pin to the left' }).click();
  await untilAddress(page, 'pin=["metrics.val/accuracy"]');
  await look(page, watch, 'pinned');
}

async function exported(page, watch, { experiment }) {
  await open(
    page,
    `/experiments/${experiment}?filter=params.model = 'vit-b16'&show=["min.metrics.val/loss","dataset.name","dataset.context"]`,
    table(page).getByRole('link'),
  );
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByText('All 35 matching runs').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const file = await fetch((await download).url());
  const lines = (await file.text()).trim().split('\r\n');
  if (lines.length !== 36) throw new Error(`The export has ${lines.length} lines.`);
  if (!lines[0].startsWith('run_id,run_name,status')) throw new Error(`The export begins with ${lines[0]}`);
  for (const column of ['duration', 'dataset.name', 'dataset.context', 'min.metrics.val/loss']) {
    if (!lines[0].split(',').includes(column)) throw new Error(`The export lacks ${column}: ${lines[0]}`);
  }
  const whole = lines.slice(1).filter((line) => line.includes('"flowers-train, flowers-eval","train, eval"'));
  if (whole.length !== 35) throw new Error(`Datasets are told of ${whole.length} runs: ${lines[1]}`);
  watch.assertClean('export');
}

async function live(page, watch, { experiment }) {
  await open(page, `/experiments/${experiment}`, table(page).getByRole('link'));
  const create = (name) =>
    call('api/2.0/mlflow/runs/create', {
      experiment_id: experiment,
      run_name: name,
      start_time: Date.now(),
    });
  await create('came-at-the-top');
  await table(page).getByRole('link', { name: 'came-at-the-top' }).waitFor();
  await table(page).evaluate((grid) => grid.scrollTo(0, 900));
  await create('came-while-reading');
  await page.getByRole('button', { name: '1 new run: show' }).waitFor();
  const top = await table(page).evaluate((grid) => grid.scrollTop);
  if (top !== 900) throw new Error(`The table moved to ${top}.`);
  await look(page, watch, 'new-run');
}

/** Works with the runs table as a person does, each part in a step of its own. */
export async function workWithRuns(page, watch, step) {
  const sweep = await seedSweep();
  for (const scheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await step(`runs of a sweep, ${scheme}`, async () => {
      await open(page, `/experiments/${sweep.experiment}`, table(page).getByRole('link'));
      await look(page, watch, `sweep-${scheme}`);
    });
    await step(`runs, baseline, ${scheme}`, () => baseline(page, watch, sweep));
    await step(`runs, groups and tree, ${scheme}`, () => groupsAndTree(page, watch, sweep));
  }
  const parts = { filter, sortAndScroll, columns, views, viewWithCharts, exported, edit, live };
  for (const [name, work] of Object.entries(parts)) {
    await step(`runs, ${name}`, () => work(page, watch, sweep));
  }
}
