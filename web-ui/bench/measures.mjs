/** What is measured of a page, of whoever's it is. */
import { gzipSync } from 'node:zlib';

const PATIENCE = { timeout: 120_000 };

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A page whose browser keeps nothing of what was loaded before, unless that is wanted. */
async function newPage(context, { cached = false } = {}) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: !cached });
  return { page, devtools };
}

/** Milliseconds from the address to so many elements that a selector finds, painted. */
async function paintedAt(page, address, selector, count = 1) {
  await page.goto(address, { waitUntil: 'commit', ...PATIENCE });
  await page.waitForFunction(
    ([wanted, least]) => document.querySelectorAll(wanted).length >= least,
    [selector, count],
    PATIENCE,
  );
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
      }),
  );
}

/** The median time of so many new pages. */
export async function firstPaint(context, address, { selector, count, rounds, cached, viewport }) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const { page } = await newPage(context, { cached });
    if (viewport !== undefined) await page.setViewportSize(viewport);
    times.push(await paintedAt(page, address, selector, count));
    await page.close();
  }
  return median(times);
}

/** Kilobytes of JavaScript that a page asks for, as gzip sends them. */
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

/** Scrolls a step a frame, to and fro, and answers how long the frames took. */
function scrollFrames(page, selector, direction, frames = 240) {
  return page.evaluate(
    ({ selector, direction, frames }) =>
      new Promise((resolve) => {
        const grid = document.querySelector(selector);
        const place = direction === 'down' ? 'scrollTop' : 'scrollLeft';
        const took = [];
        let by = direction === 'down' ? 96 : 160;
        let last;
        const step = (now) => {
          if (last !== undefined) took.push(now - last);
          last = now;
          if (took.length >= frames) {
            took.sort((a, b) => a - b);
            resolve({ p95: took[Math.floor(frames * 0.95)], worst: took.at(-1) });
            return;
          }
          const before = grid[place];
          grid[place] += by;
          if (grid[place] === before) by = -by;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    { selector, direction, frames },
  );
}

/** The longest time the page did not listen while somebody typed into its filter. */
async function typing(page) {
  await page.getByLabel('Filter runs').click();
  await page.locator('.cm-content').waitFor();
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ type: 'longtask' });
  });
  await page.keyboard.type('metrics.metric_1', { delay: 60 });
  return page.evaluate(() => window.longest);
}

async function heapOf(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

/** A table of runs: what it loads, how it scrolls, and what it holds after that. */
export async function lookAtTable(context, address, { row, settled, grid, down, right, typed = false }) {
  const { page, devtools } = await newPage(context);
  const scripts = countScripts(page);
  await paintedAt(page, address, row);
  await page.locator(settled).first().waitFor(PATIENCE);
  const kilobytes = await scripts();
  const measured = {
    kilobytes,
    extent: await page.evaluate((selector) => {
      const table = document.querySelector(selector);
      return ['aria-rowcount', 'aria-colcount'].map((count) => Number(table?.getAttribute(count)));
    }, grid),
    down: await scrollFrames(page, down, 'down'),
    right: await scrollFrames(page, right, 'right'),
    nodes: await page.evaluate(() => document.querySelectorAll('*').length),
    heap: await heapOf(devtools),
    typing: typed ? await typing(page) : undefined,
  };
  await page.close();
  return measured;
}

/** Megabytes that a page holds once so many elements are there. */
export async function heapAfter(context, address, { selector, count, viewport }) {
  const { page, devtools } = await newPage(context);
  await page.setViewportSize(viewport);
  await paintedAt(page, address, selector, count);
  const heap = await heapOf(devtools);
  await page.close();
  return heap;
}
