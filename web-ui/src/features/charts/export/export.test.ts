import { expect, it } from 'vitest';
import { linesToCsv } from '@/features/charts/export/linesToCsv';
import { linesToSvg, ticks } from '@/features/charts/export/linesToSvg';
import { fileName } from '@/features/charts/export/save';
import type { Line } from '@/features/charts/lines';

const line: Line = { runId: 'a', name: '<b>"first"</b>', xs: [0, 1, 2], raw: [1, null, 3], thinned: false };
const run = { runId: 'a', experimentId: '1', name: 'one, two', running: false, metrics: [], params: [] };

it('draws a gap as a gap, and names as text', () => {
  const svg = linesToSvg({
    title: 'loss',
    lines: [line],
    view: { x: 'step', log: false, smoothing: 0, band: false },
    colours: new Map([['a', '#123456']]),
  });
  const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(drawn.querySelector('parsererror')).toBeNull();
  expect(drawn.querySelector('b')).toBeNull();
  const curve = [...drawn.querySelectorAll('g path')].map((path) => path.getAttribute('d'));
  expect(curve).toEqual(['M72.0 444.0M936.0 44.0']);
});

it('writes the points as CSV that a spreadsheet reads', () => {
  const csv = linesToCsv(
    'loss',
    [run],
    [{ runId: 'a', key: 'loss', count: 1, steps: [4], timestamps: [0], values: [0.5] }],
  );
  expect(csv).toBe('run_id,run,step,time,loss\r\na,"one, two",4,1970-01-01T00:00:00.000Z,0.5\r\n');
});

it('puts marks at round numbers', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(-7, 23, 6)).toEqual([-5, 0, 5, 10, 15, 20]);
  expect(ticks(3, 3, 5)).toEqual([3]);
});

it('makes file names of keys', () => {
  expect(fileName('val/f1 @ 0.5', 'svg')).toBe('val-f1-0.5.svg');
  expect(fileName('//', 'png')).toBe('chart.png');
});
