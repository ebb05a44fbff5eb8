import { expect, it } from 'vitest';
import { contrast } from '@/lib/labs';
import { colourAt, colourOf, PLACES, RUN_COLOURS, runColour } from '@/lib/runColour';

const ids = Array.from({ length: 1000 }, (_, index) => `run-${index}`);

it('gives a run the same colour each time, and another one per scheme', () => {
  expect(runColour('8f2a', 'light')).toBe(runColour('8f2a', 'light'));
  expect(runColour('8f2a', 'light')).not.toBe(runColour('8f2a', 'dark'));
  expect(colourOf('8f2a', { '8f2a': 1 }, 'light')).toBe(RUN_COLOURS[1]);
  expect(colourOf('8f2a', { '8f2a': 99 }, 'light')).toBe(runColour('8f2a', 'light'));
});

it('spreads runs over all of its colours', () => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(runColour(id, 'light'), (counts.get(runColour(id, 'light')) ?? 0) + 1);
  expect(counts.size).toBeGreaterThan(500);
  expect(Math.max(...counts.values())).toBeLessThan(10);
});

it('has no colour that is hard to see on the page', () => {
  // What is no text is to be seen at 3 to 1: WCAG 2.2, 1.4.11. The page: --mantine-color-body.
  for (let place = 0; place < PLACES; place++) {
    const { light, dark } = colourAt(place);
    expect(contrast(light, '#ffffff'), light).toBeGreaterThan(3);
    expect(contrast(dark, '#14181b'), dark).toBeGreaterThan(3);
  }
  for (const colour of RUN_COLOURS) {
    expect(contrast(colour, '#ffffff'), colour).toBeGreaterThan(3);
    expect(contrast(colour, '#14181b'), colour).toBeGreaterThan(3);
  }
});
