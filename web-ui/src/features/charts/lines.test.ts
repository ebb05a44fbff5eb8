import { describe, expect, it } from 'vitest';
import type { SampledSeries } from '@/features/charts/api/sampleMetrics';
import type { ChartRun } from '@/features/charts/chartRun';
import type { ChartView } from '@/features/charts/chartSearch';
import { alignOn, extent, toLines } from '@/features/charts/lines';

const run: ChartRun = {
  runId: 'a',
  experimentId: '1',
  name: 'first',
  startTime: 10_000,
  running: false,
  metrics: [],
  params: [],
};
const view: ChartView = { x: 'step', log: false, smoothing: 0, band: false };
const timeOf = (step: number) => 10_000 + step * 1000;

function exact(key: string, ...points: [number, number][]): SampledSeries {
  return {
    runId: 'a',
    key,
    count: points.length,
    steps: points.map(([step]) => step),
    timestamps: points.map(([step]) => timeOf(step)),
    values: points.map(([, value]) => value),
  };
}

const thinned: SampledSeries = {
  ...exact('loss', [0, 5], [10, 9], [20, 1], [49, 2], [60, Number.NaN], [99, Number.NaN]),
  count: 100,
  sizes: [4, 2],
};

describe('a line', () => {
  it('of a thinned history goes through the extremes, in their order', () => {
    const [line] = toLines([run], [thinned], [], view);
    expect(line).toMatchObject({
      xs: [0, 10, 20, 49, 60, 99],
      raw: [5, 9, 1, 2, null, null],
      thinned: true,
    });
  });

  it('has the extremes around it when a band is wanted', () => {
    const [line] = toLines([run], [thinned], [], { ...view, band: true });
    expect(line).toMatchObject({ xs: [49, 99], raw: [2, null], low: [1, null], high: [9, null] });
  });

  it('counts relative time from the start of its run, in seconds', () => {
    const [line] = toLines([run], [exact('loss', [0, 1], [3, 2])], [], { ...view, x: 'relative' });
    expect(line?.xs).toEqual([0, 3]);
  });

  it('stands over the last value of another metric, and not before there is one', () => {
    const [line] = toLines(
      [run],
      [exact('loss', [0, 9], [1, 8], [2, 7], [3, 6])],
      [exact('epoch', [1, 1], [3, 2])],
      { ...view, x: 'metric', xMetric: 'epoch' },
    );
    expect(line).toMatchObject({ xs: [1, 1, 2], raw: [8, 7, 6] });
  });

  it('leaves out what a logarithmic axis has no place for', () => {
    const [line] = toLines([run], [exact('loss', [0, 0], [1, 5], [2, Number.NaN])], [], {
      ...view,
      log: true,
    });
    expect(line?.raw).toEqual([null, 5, null]);
  });

  it('is there only for runs that have the metric', () => {
    expect(toLines([{ ...run, runId: 'b' }], [thinned], [], view)).toEqual([]);
  });
});

it('puts lines of different steps on one axis', () => {
  expect(
    alignOn([
      { xs: [1, 3], columns: [[10, 30]] },
      { xs: [2, 3], columns: [[null, 31]] },
    ]),
  ).toEqual({
    xs: [1, 2, 3],
    columns: [
      [10, undefined, 30],
      [undefined, null, 31],
    ],
  });
});

it('knows no extent of nothing', () => {
  expect(extent([null, undefined, Number.NaN])).toBeUndefined();
  expect(extent([3, null, -1])).toEqual([-1, 3]);
});
