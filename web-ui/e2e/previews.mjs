/** Files of the kinds that a page plays or reads in parts: made here, uploaded as they are, and looked into. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { baseUrl, call, keepArtifact, open, screenshots } from './place.mjs';

const BIG_BYTES = 200_000_000;
const MOST_HEAP = 150e6;

/** A tone of two minutes, longer than a browser reads ahead. */
function wav(seconds = 120, rate = 44_100) {
  const samples = seconds * rate;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) file.writeInt16LE(Math.sin(i / 3) * 12_000, 44 + i * 2);
  return file;
}

/** A moving square, as the browser itself records it. */
async function webm(page) {
  await page.goto(`${baseUrl}/`);
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start(200);
    for (let frame = 0; frame < 50; frame++) {
      context.fillStyle = '#13212b';
      context.fillRect(0, 0, 320, 180);
      context.fillStyle = '#63c5d6';
      context.fillRect(frame * 5, 60, 60, 60);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  });
  return Buffer.from(base64, 'base64');
}

/** A table of 200 MB, never held as a whole. */
function* rows() {
  yield Buffer.from('row,species,bill_length_mm,note\n');
  let row = 0;
  for (let sent = 32; sent < BIG_BYTES;) {
    let block = '';
    while (block.length < 1_000_000) {
      block += `${row},Gentoo,${(40 + (row % 150) / 10).toFixed(1)},measured at dawn on the third of the islands\n`;
      row++;
    }
    sent += block.length;
    yield Buffer.from(block);
  }
}

/** One page that says so. */
function pdf(text) {
  const stream = `BT /F1 24 Tf 60 700 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const end = file.length;
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${end}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

const NOTEBOOK = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { language_info: { name: 'python' } },
  cells: [
    { cell_type: 'markdown', source: ['# Penguins\n', 'Which species is it?'] },
    {
      cell_type: 'code',
      source: ['import mlflow\n', 'mlflow.search_runs().head()'],
      outputs: [{ output_type: 'stream', name: 'stdout', text: ['344 rows\n'] }],
    },
  ],
};

/**
 * A thousand rows in four groups of 250, Zstandard, as pyarrow 25 wrote them: 64-bit integers from 2^53 + 1 on, words,
 * numbers of which the fourth is missing, truth values, days and lists.
 */
const PARQUET = new URL('files/measured.parquet', import.meta.url);
const PARQUET_ROWS = [
  ['9007199254740993', 'Adelie', '40', 'true', '2026-03-01T00:00:00.000Z', '[]'],
  ['9007199254740996', 'Adelie', '', 'false', '2026-03-04T00:00:00.000Z', '["black","white"]'],
];

const MLMODEL = `artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.sklearn
mlflow_version: 3.17.0
`;

export async function seedPreviews(page) {
  const { experiment_id: experimentId } = await call('api/2.0/mlflow/experiments/create', {
    name: `files-of-every-kind-${Date.now()}`,
  });
  const { run } = await call('api/2.0/mlflow/runs/create', {
    experiment_id: experimentId,
    run_name: 'files-of-every-kind',
    start_time: Date.now(),
  });
  await keepArtifact(run, 'tone.wav', wav());
  await keepArtifact(run, 'square.webm', await webm(page));
  await keepArtifact(run, 'measured.csv', ReadableStream.from(rows()));
  await keepArtifact(run, 'measured.parquet', await readFile(PARQUET));
  await keepArtifact(run, 'report.pdf', pdf('What became of it'));
  await keepArtifact(run, 'explore.ipynb', JSON.stringify(NOTEBOOK));
  await keepArtifact(run, 'MLmodel', MLMODEL);
  return `/experiments/${experimentId}/runs/${run.info.run_id}?tab=artifacts`;
}

const file = (page, name) =>
  page.getByRole('navigation', { name: 'Artifacts' }).getByRole('button', { name });

async function show(page, watch, name, locator) {
  await file(page, name).click();
  await locator.waitFor();
  await page.screenshot({ path: path.join(screenshots, `preview-${name}.png`) });
  await watch.assertAccessible(`preview of ${name}`);
  watch.assertClean(`preview of ${name}`);
}

/** Plays it, goes to its last part, which asks for another range of the file, and plays on. */
async function seek(page, watch, name, element) {
  const parts = [];
  const note = (response) => {
    if (response.url().includes(name)) parts.push(response.headers()['content-range'] ?? 'all of it');
  };
  page.on('response', note);
  await show(page, watch, name, page.locator(element));
  const { duration, reached } = await page.locator(element).evaluate(async (media) => {
    const once = (event) => new Promise((resolve) => media.addEventListener(event, resolve, { once: true }));
    media.muted = true;
    if (media.readyState < 1) await once('loadedmetadata');
    await media.play();
    const target = Number.isFinite(media.duration) ? media.duration * 0.75 : 1;
    const sought = once('seeked');
    media.currentTime = target;
    await sought;
    media.pause();
    return { duration: media.duration, reached: media.currentTime >= target * 0.9 };
  });
  page.off('response', note);
  if (!reached || !(duration > 0)) throw new Error(`${name} of ${duration} s could not be sought in.`);
  return parts;
}

async function readHeadOfBigFile(page, watch) {
  const name = 'measured.csv';
  const before = Date.now();
  await file(page, name).click();
  await page.getByText(/^The first 524 kB of 20\d MB; download it for all\.$/).waitFor();
  await page.getByText('The first 500 rows.').waitFor();
  const took = Date.now() - before;
  await show(page, watch, name, page.getByText('The first 500 rows.'));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  if (usedSize > MOST_HEAP) throw new Error(`The page holds ${usedSize} bytes for the head of ${name}.`);
  console.log(`      ${name}: shown after ${took} ms, heap ${(usedSize / 1e6).toFixed(0)} MB`);
}

async function readRowsOfParquet(page, watch) {
  const name = 'measured.parquet';
  const table = page.getByRole('region', { name: `Content of ${name}` });
  await show(page, watch, name, table);
  await page.getByText('1,000 rows, 6 columns; the first 200 rows are shown').waitFor();
  const header = await table.locator('thead th').allTextContents();
  const rows = await Promise.all(
    [1, 4].map((row) => table.locator(`tbody tr:nth-child(${row}) td`).allTextContents()),
  );
  const shown = JSON.stringify([header, ...rows]);
  const wanted = JSON.stringify([
    ['id', 'species', 'bill_length_mm', 'tagged', 'measured_on', 'colours'],
    ...PARQUET_ROWS,
  ]);
  if (shown !== wanted) throw new Error(`${name} is shown as ${shown}, and holds ${wanted}.`);
}

export async function lookIntoFiles(page, watch) {
  const address = await seedPreviews(page);
  await open(page, address, file(page, 'tone.wav'));
  const parts = await seek(page, watch, 'tone.wav', 'audio');
  if (!parts.some((part) => /^bytes [1-9]/.test(part)))
    throw new Error(`No later part of tone.wav was asked for: ${parts.join(', ')}`);
  await seek(page, watch, 'square.webm', 'video');
  await readHeadOfBigFile(page, watch);
  await readRowsOfParquet(page, watch);
  await show(page, watch, 'report.pdf', page.getByText('1 page', { exact: true }));
  await show(page, watch, 'explore.ipynb', page.getByText('344 rows'));
  await show(page, watch, 'MLmodel', page.getByText('mlflow.sklearn'));
}
