import { expect, it } from 'vitest';
import { parseRunsSearch } from '@/features/runs/runsSearch';

it('takes from an address what it can read and nothing else', () => {
  expect(
    parseRunsSearch({
      filter: 'metrics.a > 1',
      sort: '-metrics.a',
      width: { 'metrics.a': 120, 'metrics.b': 'wide', 'metrics.c': 5 },
      better: { a: 'up', b: 'sideways' },
      stage: 'gone',
      tree: 'true',
    }),
  ).toEqual({
    filter: 'metrics.a > 1',
    sort: ['-metrics.a'],
    width: { 'metrics.a': 120 },
    better: { a: 'up' },
    tree: true,
  });
});
