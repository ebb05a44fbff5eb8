import { describe, expect, it } from 'vitest';
import { toOrderBy, withSort } from '@/features/runs/sorting';

describe('a click on a heading', () => {
  it('sorts largest first, then smallest first', () => {
    expect(withSort(['-attributes.start_time'], 'metrics.a', false)).toEqual(['-metrics.a']);
    expect(withSort(['-metrics.a'], 'metrics.a', false)).toEqual(['metrics.a']);
  });

  it('adds to the order with shift, turns, and takes away', () => {
    const one = withSort(['-metrics.a'], 'params.b', true);
    expect(one).toEqual(['-metrics.a', '-params.b']);
    const two = withSort(one, 'params.b', true);
    expect(two).toEqual(['-metrics.a', 'params.b']);
    expect(withSort(two, 'params.b', true)).toEqual(['-metrics.a']);
  });
});

it('quotes keys that people chose, in the quote they do not contain', () => {
  expect(toOrderBy(['-attributes.start_time', 'metrics.val/loss', '-params.a`b', 'min.metrics.x'])).toEqual([
    'attributes.start_time DESC',
    'metrics.`val/loss` ASC',
    'params."a`b" DESC',
    'metrics.`x`.min ASC',
  ]);
  expect(toOrderBy(['attributes.source', 'nonsense'])).toEqual([]);
});
