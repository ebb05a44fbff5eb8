/** What pops up over the pages (menus, lists, dialogs, notifications) is as accessible as they are. */
import path from 'node:path';
import { open, screenshots } from './place.mjs';
import { settled, table } from './runsPage.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' }).first();
const item = (page) => page.getByRole('menuitem').first();
const option = (page) => page.getByRole('option').first();
const dialog = (page) => page.getByRole('dialog').first();

/** Until the note of it is there. */
const tagFirstRun = (page) => [
  () =>
    table(page)
      .getByRole('checkbox', { name: /^Select (?!all)/ })
      .first()
      .click(),
  () => button(page, 'Tag').click(),
  () => dialog(page).getByLabel('Key').fill('seen'),
  () => dialog(page).getByLabel('Value').fill('yes'),
  () => button(page, 'Set tag').click(),
];

/** Each by its name, its page, what is pressed one after the other, and what is to be seen then. */
function popups(page, { experimentId, runIds, runIdsWithFiles, model, endpoint, webhooks }, curves) {
  const press = (name) => () => button(page, name).click();
  const list = (label) => () => page.getByRole('combobox', { name: label }).first().click();
  const listInDialog = (label) => () => dialog(page).getByRole('combobox', { name: label }).click();
  const runs = `/experiments/${experimentId}`;
  const charts = `/experiments/${curves.experimentId}/charts`;
  const compare = (ids) => `/compare-runs?runs=${JSON.stringify(ids)}&experiments=["${experimentId}"]`;
  const served = `/endpoints/${encodeURIComponent(endpoint.name)}`;
  const shownRuns = table(page).getByRole('link');
  const canvas = page.locator('canvas');
  const modelPage = `/models/${encodeURIComponent(model.name)}`;
  const promote = button(page, 'Promote…');
  return [
    ['colours', '/', button(page, /^Colours/), [press(/^Colours/)], item(page)],
    ['palette', '/', button(page, /^Go to/), [press(/^Go to/)], page.getByRole('textbox', { name: 'Go to' })],
    ['keys', '/', button(page, 'Keys'), [press('Keys')], dialog(page)],
    ['rows', runs, shownRuns, [press('Rows')], item(page)],
    ['baseline', runs, shownRuns, [press(/^(No b|B)aseline/)], page.getByRole('menu')],
    ['columns', runs, shownRuns, [press('Columns')], page.getByLabel('Find a column')],
    ['views', runs, shownRuns, [press('Views')], dialog(page)],
    [
      'save-view',
      runs,
      shownRuns,
      [press('Views'), press('Save this view')],
      page.getByLabel('Name of the view'),
    ],
    ['export', runs, shownRuns, [press('Export')], item(page)],
    ['run-menu', runs, shownRuns, [press(/^Actions for/)], item(page)],
    ['column-menu', runs, shownRuns, [press(/^Column /)], item(page)],
    ['runs-drawn', charts, canvas, [list('How many runs are drawn')], option(page)],
    ['chart-menu', charts, canvas, [press(/^Save .*, and more$/)], item(page)],
    [
      'axis-metric',
      `${charts}?x=metric&xm=train/metric_0`,
      canvas,
      [list('Metric on the horizontal axis')],
      option(page),
    ],
    ['chart-alone', charts, canvas, [press(/^Show .* alone$/)], dialog(page)],
    ['new-plot', `${charts}?view=plots`, button(page, 'Add a chart'), [press('Add a chart')], item(page)],
    [
      'plot-axes',
      `${charts}?view=plots`,
      page.locator('svg'),
      [list('Axes, the last one gives the colour')],
      option(page),
    ],
    ['plot-field', `${charts}?view=plots`, page.locator('svg'), [list('Value')], option(page)],
    [
      'compared-file',
      `${compare(runIdsWithFiles.slice(0, 1))}&view=artifacts`,
      page.getByLabel('File'),
      [list('File')],
      option(page),
    ],
    [
      'add-run',
      compare(runIds.slice(0, 2)),
      page.getByRole('table', { name: 'Runs compared' }),
      [list('Add a run')],
      option(page),
    ],
    ['promote', modelPage, promote, [press('Promote…')], dialog(page)],
    [
      'experiment-tags',
      runs,
      shownRuns,
      [
        press('More of this experiment'),
        () => page.getByRole('menuitem', { name: 'Edit the tags…' }).click(),
      ],
      dialog(page),
    ],
    [
      'experiment-facts',
      runs,
      shownRuns,
      [press('More of this experiment'), () => page.getByRole('menuitem', { name: 'About it…' }).click()],
      page.getByText('Artifact location'),
    ],
    ['version-metrics', modelPage, promote, [press('Metrics')], page.getByLabel('Find a metric')],
    ['model-tags', modelPage, promote, [press('Edit the tags')], dialog(page)],
    ['promote-version', modelPage, promote, [press('Promote…'), listInDialog('Version')], option(page)],
    ['promote-alias', modelPage, promote, [press('Promote…'), listInDialog('Alias')], option(page)],
    [
      'open-endpoint',
      '/endpoints',
      button(page, 'Open an endpoint'),
      [press('Open an endpoint')],
      dialog(page),
    ],
    [
      'endpoint-options',
      served,
      button(page, 'Change options'),
      [press('Change options'), listInDialog('Missing values')],
      option(page),
    ],
    ['endpoint-key', served, button(page, 'Make a key'), [press('Make a key')], dialog(page)],
    [
      'endpoint-canary',
      served,
      button(page, /^(Make a|Change) plan$/),
      [press(/^(Make a|Change) plan$/)],
      dialog(page),
    ],
    ['endpoint-variant', served, button(page, 'Add a variant'), [press('Add a variant')], dialog(page)],
    ['endpoint-requests', served, button(page, /^Keep requests/), [press(/^Keep requests/)], dialog(page)],
    ['new-schedule', '/schedules', button(page, 'New schedule'), [press('New schedule')], dialog(page)],
    ['webhook-event', `/webhooks/${webhooks.busy}`, button(page, 'Send test'), [list('Event')], option(page)],
    [
      'webhook-bound',
      `/webhooks/${webhooks.threshold}/edit`,
      page.getByLabel('Bound'),
      [list('Goes')],
      option(page),
    ],
    [
      'notification',
      `/experiments/${curves.experimentId}`,
      shownRuns,
      tagFirstRun(page),
      button(page, 'Undo'),
    ],
  ];
}

async function lookAt(page, watch, [name, address, ready, presses, shown]) {
  await open(page, address, ready);
  for (const press of presses) await press();
  await shown.waitFor();
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    await page.screenshot({ path: path.join(screenshots, `popup-${name}-${colorScheme}.png`) });
    await watch.assertAccessible(`the popup ${name}, ${colorScheme}`);
  }
  watch.assertClean(`the popup ${name}`);
}

/** Opens each and looks at it; all that is wrong is told of at once, since one fault often is that of many. */
export async function lookAtPopups(page, watch, data, curves) {
  const faults = [];
  for (const popup of popups(page, data, curves)) {
    await lookAt(page, watch, popup).catch((error) => faults.push(`${popup[0]}: ${error.message}`));
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
