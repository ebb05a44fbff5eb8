import { expect, it } from 'vitest';
import { stillTrue, type GroupsQuery } from '@/features/runs/api/groupRuns';

const query = (change: Partial<GroupsQuery> = {}): GroupsQuery => ({
  experimentId: '1',
  filter: '',
  groupBy: ['params.`model`'],
  columns: ['metrics.`loss`'],
  ...change,
});
const groups = { groups: [{ values: ['vit'], runs: 2, columns: [{ count: 2, mean: 0.5 }] }], complete: true };

it('keeps groups while another filter is read, and their sums only below the same columns', () => {
  expect(stillTrue(groups, query(), query({ filter: "params.`lr` = '1'" }))).toBe(groups);
  expect(stillTrue(groups, query(), query({ columns: ['metrics.`f1`'] }))?.groups).toEqual([
    { values: ['vit'], runs: 2 },
  ]);
});

it('keeps no groups by other keys', () => {
  expect(stillTrue(groups, query(), query({ groupBy: ['params.`lr`'] }))).toBeUndefined();
  expect(stillTrue(undefined, undefined, query())).toBeUndefined();
});
