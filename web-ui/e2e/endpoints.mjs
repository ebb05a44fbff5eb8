/** Has the endpoint's page make a key, and runs the code it shows as it stands, with the key and without. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { open, screenshots } from './place.mjs';

const languages = ['Shell', 'Python', 'Java', 'JavaScript'];

export async function callWithAKey(page, watch, { endpoint }) {
  const keys = page.getByRole('table', { name: 'Keys' });
  await open(
    page,
    `/endpoints/${encodeURIComponent(endpoint.name)}`,
    page.getByRole('heading', { name: 'Call it' }),
  );
  const secret = await makeKey(page);
  await keys.getByText('walk').waitFor();
  // Not by check(), which does not wait for a page to show what it was told.
  const requires = page.getByRole('switch', { name: 'Answer those alone that send a key' });
  await requires.click();
  await page.getByRole('switch', { checked: true }).waitFor();
  // The code of the page asks for the key once the endpoint does.
  await page.getByRole('tab', { name: 'Shell' }).click();
  await page.getByText('MILLRACE_KEY').waitFor();
  await page.screenshot({ path: path.join(screenshots, 'endpoint-keys.png'), fullPage: true });

  for (const language of languages) {
    const { stdout } = await runSnippet(page, language, secret);
    if (stdout.trim() === '' || stdout.includes('error_code'))
      throw new Error(`${language} printed: ${stdout}`);
  }
  // The shell's code prints whatever comes, the others fail.
  const { stdout } = await runSnippet(page, 'Shell', 'mrk_wrong');
  if (!stdout.includes('UNAUTHENTICATED')) throw new Error(`A wrong key was answered: ${stdout}`);

  await page.getByRole('button', { name: 'Take key walk away' }).click();
  await page.getByRole('button', { name: 'Take it away' }).click();
  await keys.waitFor({ state: 'detached' });
  await requires.click();
  await page.getByText('Everyone who reaches the server is answered.').waitFor();
  watch.assertClean('call with a key');
}

/** Has requests scored together from the endpoint's page, sees it in words, and takes it back. */
export async function setOptions(page, watch, { endpoint }) {
  await open(
    page,
    `/endpoints/${encodeURIComponent(endpoint.name)}`,
    page.getByText('Bounds, batching and policies are as the server is configured.'),
  );
  await fillRows(page, '64');
  await page.getByText('Up to 64 rows scored together.').waitFor();
  await fillRows(page, '');
  await page.getByText('Bounds, batching and policies are as the server is configured.').waitFor();
  watch.assertClean('options of an endpoint');
}

async function fillRows(page, rows) {
  await page.getByRole('button', { name: 'Change options' }).click();
  const form = page.getByRole('dialog', { name: 'Options' });
  await form.getByLabel('Rows scored together').fill(rows);
  await page.screenshot({ path: path.join(screenshots, 'endpoint-options.png') });
  await form.getByRole('button', { name: 'Save options' }).click();
  await form.waitFor({ state: 'detached' });
}

/** Asks the endpoint by the form that its signature makes. */
export async function tryFromPage(page, watch, { endpoint }) {
  const predict = page.getByRole('button', { name: 'Predict' });
  await open(page, `/endpoints/${encodeURIComponent(endpoint.name)}`, predict);
  await predict.click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await answer.getByText('predictions').waitFor();
  await answer.scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(screenshots, 'endpoint-tried.png') });
  await watch.assertAccessible('an endpoint that was tried');
  watch.assertClean('try an endpoint');
}

async function makeKey(page) {
  await page.getByRole('button', { name: 'Make a key' }).click();
  const form = page.getByRole('dialog', { name: 'Make a key' });
  await form.getByLabel('Name').fill('walk');
  await form.getByRole('button', { name: 'Make the key' }).click();
  const made = page.getByRole('dialog', { name: 'The key walk' });
  const secret = (await made.locator('pre').textContent()).replace('Bearer ', '').trim();
  await page.screenshot({ path: path.join(screenshots, 'endpoint-key-made.png') });
  await made.getByRole('button', { name: 'Done' }).click();
  return secret;
}

/** Saves the code as its page says, and runs it. */
async function runSnippet(page, language, key) {
  await page.getByRole('tab', { name: language, exact: true }).click();
  const figure = page.getByRole('tabpanel', { name: language, exact: true }).getByRole('figure');
  const [command, file] = (await figure.getAttribute('aria-label')).split(' ');
  const folder = await mkdtemp(path.join(tmpdir(), 'snippet-'));
  try {
    await writeFile(path.join(folder, file), await figure.locator('pre').textContent());
    return await promisify(execFile)(command, [file], {
      cwd: folder,
      env: { ...process.env, MILLRACE_KEY: key },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
