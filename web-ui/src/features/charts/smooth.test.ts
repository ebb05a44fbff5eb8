import { expect, it } from 'vitest';
import { smooth } from '@/features/charts/smooth';

it('starts at the first value, not near zero', () => {
  expect(smooth([10, 10, 10], 0.9)).toEqual([10, 10, 10].map((value) => expect.closeTo(value, 9) as number));
});

it('leaves gaps where values are not finite', () => {
  expect(smooth([1, Number.NaN, null, 1], 0.5)).toEqual([1, null, null, 1]);
});

it('changes nothing at weight 0', () => {
  expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
});
