import { expect, it } from 'vitest';
import type { ChartRun } from '@/features/charts/chartRun';
import { field, fieldIds, varying } from '@/features/charts/plots/fields';
import { importanceOf, ranks } from '@/features/charts/plots/importance';
import { boxOf, gridOf } from '@/features/charts/plots/shapes';

function run(index: number, params: Record<string, string>, loss: number): ChartRun {
  return {
    runId: `r${index}`,
    experimentId: '1',
    name: `run ${index}`,
    running: false,
    metrics: [{ key: 'loss', value: loss }],
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
  };
}

const runs = [
  run(0, { lr: '0.001', model: 'tree', seed: '7', fixed: 'x' }, 1),
  run(1, { lr: '0.01', model: 'tree', seed: '3', fixed: 'x' }, 2),
  run(2, { lr: '0.1', model: 'net', seed: '9', fixed: 'x' }, 8),
  run(3, { lr: '1', model: 'net', seed: '1', fixed: 'x' }, 9),
];

it('finds what a metric follows, over a parameter that is noise', () => {
  const params = varying(fieldIds(runs).params, runs);
  const found = importanceOf(field('metrics.loss', runs), params);
  expect(found.map(({ label }) => label)).toEqual(['lr', 'model', 'seed']);
  expect(found[0]).toMatchObject({ share: 1, correlation: 1 });
  expect(found[1]?.share).toBeCloseTo(0.97, 2);
  expect(found[1]).not.toHaveProperty('correlation');
  expect(found[2]!.share).toBeLessThan(0.2);
});

it('finds nothing in a text that is another one in every run', () => {
  const names = runs.map((one, index) => ({ ...one, params: [{ key: 'name', value: `n${index}` }] }));
  const [found] = importanceOf(field('metrics.loss', names), [field('params.name', names)]);
  expect(found?.share).toBe(0);
});

it('gives equal values the middle of their places', () => {
  expect(ranks([10, 20, 10, 5])).toEqual([1.5, 3, 1.5, 0]);
});

it('takes a field for numbers only where each value is one', () => {
  expect(field('params.lr', runs)).toMatchObject({ numeric: true, values: [0.001, 0.01, 0.1, 1] });
  expect(field('params.model', runs).numeric).toBe(false);
  expect(field('params.missing', runs)).toMatchObject({ numeric: false });
});

it('boxes values by their quartiles', () => {
  expect(boxOf([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5]);
  expect(boxOf([1, 2])).toEqual([1, 1.25, 1.5, 1.75, 2]);
});

it('fills a grid with values that pass through those there are', () => {
  const grid = gridOf(
    [
      { x: 0, y: 0, z: 1 },
      { x: 10, y: 10, z: 5 },
    ],
    3,
  );
  expect(grid).toHaveLength(9);
  expect(grid[0]).toEqual([0, 0, 1]);
  expect(grid[8]).toEqual([2, 2, 5]);
  expect(grid[4]![2]).toBeCloseTo(3, 9);
});
