import { expect, it } from 'vitest';
import { withToggled } from '@/features/runs/hooks/useSelection';

const order = ['a', 'b', 'c', 'd'];

it('gives a range the state of its last run, in either direction', () => {
  expect([...withToggled(new Set(['a']), 'c', 'a', order)]).toEqual(['a', 'b', 'c']);
  expect([...withToggled(new Set(['d']), 'b', 'd', order)].sort()).toEqual(['b', 'c', 'd']);
  expect([...withToggled(new Set(['a', 'b', 'c']), 'a', 'c', order)]).toEqual([]);
});

it('takes one run where there is no other end', () => {
  expect([...withToggled(new Set(), 'b', undefined, order)]).toEqual(['b']);
  expect([...withToggled(new Set(['x']), 'b', 'x', order)]).toEqual(['x', 'b']);
});
