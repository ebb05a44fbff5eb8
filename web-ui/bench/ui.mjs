/**
 * Measures the pages of servers that are filled already in headless Chromium and makes a table of it; bench.jar --ui
 * fills them and calls this.
 *
 *   node bench/ui.mjs --table FILE --rounds N --millrace JSON [--mlflow JSON]
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { withBrowser } from '../e2e/browser.mjs';
import { firstPaint, heapAfter, lookAtTable } from './measures.mjs';

const { values: options } = parseArgs({
  options: {
    table: { type: 'string' },
    rounds: { type: 'string' },
    millrace: { type: 'string' },
    mlflow: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const millrace = JSON.parse(options.millrace);
const mlflow = options.mlflow === undefined ? undefined : JSON.parse(options.mlflow);

const OURS = {
  experiments: ({ url }) => `${url}/#/experiments`,
  runs: ({ url }, experiment) => `${url}/#/experiments/${experiment}`,
  experimentRow: 'table a[href*="/experiments/"]',
  table: {
    row: '[role="gridcell"] a',
    // The catalogue of columns is there.
    settled: 'text=/ columns$/',
    grid: '[aria-label="Runs"][aria-rowcount]',
    down: '[aria-label="Runs"][aria-rowcount]',
    right: '[aria-label="Runs"][aria-rowcount]',
    typed: true,
  },
};

const THEIRS = {
  experiments: ({ url }) => `${url}/#/experiments`,
  runs: ({ url }, experiment) => `${url}/#/experiments/${experiment}/runs`,
  experimentRow: 'table a[href*="/experiments/"], [role="row"] a[href*="/experiments/"]',
  table: {
    row: '[role="row"] a[href*="/runs/"]',
    settled: '[role="row"] a[href*="/runs/"]',
    grid: '[aria-colcount]',
    down: '.ag-body-viewport',
    right: '.ag-center-cols-viewport',
  },
};

/** Ten charts are in sight at once. */
const CHARTS = {
  selector: 'article [role="img"] canvas',
  count: 10,
  viewport: { width: 1440, height: 1400 },
};

async function lookAt(context, pages, server, experiment) {
  const address = pages.runs(server, experiment);
  const selector = pages.table.row;
  const table = await lookAtTable(context, address, pages.table);
  const first = await firstPaint(context, address, { selector, rounds });
  const again = await firstPaint(context, address, { selector, rounds, cached: true });
  return { ...table, first, again };
}

const listed = (context, pages, server) =>
  firstPaint(context, pages.experiments(server), { selector: pages.experimentRow, rounds });

const ms = (value) => `${value.toFixed(0)} ms`;
const frames = ({ p95, worst }) => `${p95.toFixed(1)} (${worst.toFixed(1)}) ms`;
const megabytes = (value) => `${value.toFixed(1)} MB`;
const count = (value) => value.toLocaleString('en-US');

const TABLE_ROWS = [
  ['JavaScript until the first rows, gzip', ({ kilobytes }) => `${kilobytes.toFixed(0)} kB`, '≤ 250 kB'],
  ['first rows, nothing in the browser’s cache', ({ first }) => ms(first), '≤ 1 s'],
  ['first rows, once more', ({ again }) => ms(again), '≤ 1 s'],
  ['rows and columns to scroll over', ({ extent }) => extent.map(count).join(' × '), ''],
  ['a frame while scrolling down, p95 (worst)', ({ down }) => frames(down), '≤ 32 ms'],
  ['a frame while scrolling to the right, p95 (worst)', ({ right }) => frames(right), '≤ 32 ms'],
  ['DOM nodes', ({ nodes }) => count(nodes), '≤ 3,000'],
  ['heap after both', ({ heap }) => megabytes(heap), '≤ 150 MB'],
  [
    'longest block while typing into the filter',
    ({ typing }) => (typing === undefined ? '–' : ms(typing)),
    'never',
  ],
];

function row(place, what, ours, theirs, asked) {
  return `| ${place} | ${what} | ${ours} | ${theirs ?? '–'} | ${asked} |`;
}

function tableRows(place, ours, theirs) {
  return TABLE_ROWS.map(([what, show, asked]) =>
    row(place, what, show(ours), theirs === undefined ? undefined : show(theirs), asked),
  );
}

await withBrowser(async (context) => {
  const say = (text) => console.log(`  ${text}`);
  say('the large experiment');
  const large = await lookAt(context, OURS, millrace, millrace.table);
  say('the experiments');
  const experiments = await listed(context, OURS, millrace);
  say('an experiment among many');
  const sweep = await lookAt(context, OURS, millrace, millrace.sweep);
  say('ten charts');
  const charts = `${millrace.url}/#/experiments/${millrace.curves}/charts`;
  const drawn = await firstPaint(context, charts, { ...CHARTS, rounds });
  const chartHeap = await heapAfter(context, charts, CHARTS);
  let theirs;
  if (mlflow !== undefined) {
    say('MLflow’s pages');
    theirs = {
      large: await lookAt(context, THEIRS, mlflow, mlflow.table),
      experiments: await listed(context, THEIRS, mlflow),
    };
  }
  const lines = [
    '| page | | Millrace | MLflow | asked |',
    '|---|---|---:|---:|---:|',
    ...tableRows(`${count(millrace.tableRuns)} runs, 2,000 columns`, large, theirs?.large),
    row(
      'experiments',
      `first rows, with ${count(millrace.sweeps)} experiments`,
      ms(experiments),
      theirs === undefined ? undefined : ms(theirs.experiments),
      '≤ 1 s',
    ),
    ...tableRows(
      `${count(millrace.sweepRuns)} runs in one of ${millrace.sweeps} experiments, 1,700 columns`,
      sweep,
    ),
    row('ten charts of 10 runs, 10,000 steps each', 'all of them drawn', ms(drawn), undefined, '≤ 1.5 s'),
    row('ten charts of 10 runs, 10,000 steps each', 'heap', megabytes(chartHeap), undefined, '≤ 150 MB'),
  ];
  await writeFile(options.table, `${lines.join('\n')}\n`);
});
