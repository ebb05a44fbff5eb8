import { expect, it } from 'vitest';
import { oklch, runColour } from '@/lib/runColour';

const ids = Array.from({ length: 1000 }, (_, index) => `run-${index}`);

it('gives a run the same colour each time, and another one per scheme', () => {
  expect(runColour('8f2a', 'light')).toBe(runColour('8f2a', 'light'));
  expect(runColour('8f2a', 'light')).not.toBe(runColour('8f2a', 'dark'));
});

it('spreads runs over all of its colours', () => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(runColour(id, 'light'), (counts.get(runColour(id, 'light')) ?? 0) + 1);
  expect(counts.size).toBeGreaterThan(500);
  expect(Math.max(...counts.values())).toBeLessThan(10);
});

it('converts what is known of the colour space', () => {
  expect(oklch(1, 0, 0)).toBe('#ffffff');
  expect(oklch(0, 0, 0)).toBe('#000000');
  expect(oklch(0.627955, 0.257683, 29.2339)).toBe('#ff0000');
});
