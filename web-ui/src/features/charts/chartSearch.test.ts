import { expect, it } from 'vitest';
import { findKeys, parseExperimentChartSearch, toView } from '@/features/charts/chartSearch';

it('reads what was typed into the address, and passes over what it cannot be', () => {
  expect(
    parseExperimentChartSearch({
      x: 'sideways',
      smooth: 7,
      log: true,
      top: 25,
      plots: [
        { kind: 'scatter', x: 'params.lr', y: 'metrics.loss' },
        { kind: 'pie' },
        3,
        { kind: 'bar', y: {} },
      ],
    }),
  ).toMatchObject({
    x: undefined,
    smooth: undefined,
    log: true,
    top: 25,
    plots: [{ kind: 'scatter', x: 'params.lr', y: 'metrics.loss' }],
  });
});

it('has no axis of a metric that is not named, and no part of an axis with one end', () => {
  expect(toView({ x: 'metric', from: 4 })).toMatchObject({ x: 'step', zoom: undefined });
  expect(toView({ x: 'metric', xm: 'epoch', from: 4, to: 9 })).toMatchObject({
    x: 'metric',
    xMetric: 'epoch',
    zoom: { from: 4, to: 9 },
  });
});

it('finds keys by a regular expression, or by the text where it is none', () => {
  const keys = ['train/loss', 'val/loss', 'val/f1', 'odd(key'];
  expect(findKeys(keys, '^val/')).toEqual(['val/loss', 'val/f1']);
  expect(findKeys(keys, 'LOSS$')).toEqual(['train/loss', 'val/loss']);
  expect(findKeys(keys, 'odd(')).toEqual(['odd(key']);
  expect(findKeys(keys, '')).toEqual(keys);
});
