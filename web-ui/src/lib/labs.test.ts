import { expect, it } from 'vitest';
import { contrast, labOf } from '@/lib/labs';
import { oklch } from '@/lib/oklch';

it('converts what is known of the colour space', () => {
  expect(oklch(1, 0, 0)).toBe('#ffffff');
  expect(oklch(0, 0, 0)).toBe('#000000');
  expect(oklch(0.627955, 0.257683, 29.2339)).toBe('#ff0000');
  const [lightness, a, b] = labOf('#ff0000');
  expect(lightness).toBeCloseTo(0.628, 3);
  expect(a).toBeCloseTo(0.2249, 3);
  expect(b).toBeCloseTo(0.1258, 3);
});

it('tells how well two colours are told apart', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
