/**
 * Measures the runs page in headless Chromium and prints what it found; bench/ui.sh calls it.
 *
 *   MILLRACE_URL=… [MLFLOW_URL=…] node bench/ui.mjs [--runs 10000] [--columns 2000] [--fill 0.1] [--experiment ID]
 */
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { withBrowser } from '../e2e/browser.mjs';
import { seedTable } from './seedTable.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    columns: { type: 'string', default: '2000' },
    // Of the metrics, how many each run logs.
    fill: { type: 'string', default: '0.1' },
    experiment: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
});
const size = { runs: Number(options.runs), columns: Number(options.columns), fill: Number(options.fill) };

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Kilobytes of JavaScript that the page asked for, as gzip sends them. */
function countScripts(page) {
  const scripts = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().catch(() => Buffer.alloc(0)));
  });
  return async () => {
    const bodies = await Promise.all(scripts);
    return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1_000;
  };
}

async function firstRows(context, address, selector) {
  const times = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    const page = await context.newPage();
    await page.goto(address, { waitUntil: 'commit' });
    const at = await page.waitForFunction(
      (wanted) => document.querySelector(wanted) !== null && performance.now(),
      selector,
      { timeout: 120_000 },
    );
    times.push(await at.jsonValue());
    await page.close();
  }
  return median(times);
}

/** Scrolls a step a frame and answers how long the frames took, at the 95th percentile. */
function scrollFrames(page, direction, frames = 240) {
  return page.evaluate(
    ({ direction, frames }) =>
      new Promise((resolve) => {
        const grid = document.querySelector('[aria-label="Runs"][aria-rowcount]');
        const took = [];
        let last;
        const step = (now) => {
          if (last !== undefined) took.push(now - last);
          last = now;
          if (took.length >= frames) {
            took.sort((a, b) => a - b);
            resolve({ p95: took[Math.floor(frames * 0.95)], worst: took.at(-1) });
            return;
          }
          grid.scrollBy(direction === 'down' ? { top: 96 } : { left: 160 });
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    { direction, frames },
  );
}

/** The longest time the page did not listen while somebody typed. */
async function typing(page) {
  await page.getByLabel('Filter runs').click();
  await page.locator('.cm-content').waitFor();
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ type: 'longtask' });
  });
  await page.keyboard.type('metrics.group_01', { delay: 60 });
  return page.evaluate(() => window.longest);
}

async function measure(context, url, experiment) {
  const address = `${url}/#/experiments/${experiment}`;
  const rows = await firstRows(context, address, '[role="gridcell"] a');
  const page = await context.newPage();
  const scripts = countScripts(page);
  await page.goto(address);
  await page.locator('[role="gridcell"] a').first().waitFor();
  const kilobytes = await scripts();
  await page.getByText(/ columns$/).waitFor({ timeout: 300_000 });
  const down = await scrollFrames(page, 'down');
  const right = await scrollFrames(page, 'right');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const devtools = await context.newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const blocked = await typing(page);
  return [
    ['first rows, median', `${rows.toFixed(0)} ms`],
    ['scroll frame down, p95 (worst)', `${down.p95.toFixed(1)} (${down.worst.toFixed(1)}) ms`],
    ['scroll frame right, p95 (worst)', `${right.p95.toFixed(1)} (${right.worst.toFixed(1)}) ms`],
    ['DOM nodes', String(nodes)],
    ['heap after both', `${(usedSize / 1e6).toFixed(1)} MB`],
    ['longest block while typing', `${blocked.toFixed(0)} ms`],
    ['JavaScript of the page, gzip', `${kilobytes.toFixed(0)} kB`],
  ];
}

async function measureMlflow(context, url, experiment) {
  const address = `${url}/#/experiments/${experiment}/runs`;
  const page = await context.newPage();
  const scripts = countScripts(page);
  await page.goto(address);
  await page.locator('a[href*="/runs/"]').first().waitFor({ timeout: 120_000 });
  const kilobytes = await scripts();
  return [
    ['first rows, median', `${(await firstRows(context, address, 'a[href*="/runs/"]')).toFixed(0)} ms`],
    ['DOM nodes', String(await page.evaluate(() => document.querySelectorAll('*').length))],
    ['JavaScript of the page, gzip', `${kilobytes.toFixed(0)} kB`],
  ];
}

function print(title, lines) {
  console.log(`\n${title}`);
  for (const [name, value] of lines) console.log(`  ${name.padEnd(34)} ${value}`);
}

async function bench(title, url, work) {
  if (url === undefined) return;
  const start = Date.now();
  const experiment = options.experiment ?? (await seedTable(url, size));
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  if (options.experiment === undefined)
    console.log(`${title}: seeded experiment ${experiment} in ${seconds} s`);
  const lines = await withBrowser((context) => work(context, url, experiment));
  print(
    `${title}: ${size.runs} runs × ${size.columns} columns, each run with ${size.fill * 100} % of the metrics`,
    lines,
  );
}

await bench('Millrace', process.env.MILLRACE_URL, measure);
await bench('mlflow server', process.env.MLFLOW_URL, measureMlflow);
