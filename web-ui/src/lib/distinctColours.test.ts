import { describe, expect, it } from 'vitest';
import { distinctColours, type DistinctColours } from '@/lib/distinctColours';
import { distance, labOf } from '@/lib/labs';
import { RUN_COLOURS, runColour } from '@/lib/runColour';

const ids = (group: number, count: number) =>
  Array.from({ length: count }, (_, i) => `group-${group}-run-${i}`);

/** How far the nearest two are from one another, in the scheme in which they are nearer. */
function nearest(colours: DistinctColours): number {
  const all = [...colours.values()];
  let least = Infinity;
  for (const scheme of ['light', 'dark'] as const) {
    const labs = all.map((colour) => labOf(colour[scheme]));
    labs.forEach((one, i) => {
      for (const other of labs.slice(i + 1)) least = Math.min(least, distance(one, other));
    });
  }
  return least;
}

const groups = Array.from({ length: 30 }, (_, group) => group);

describe('colours of runs that are drawn together', () => {
  it('are far from one another, whatever the IDs, where the IDs alone give near ones', () => {
    const own = groups.map((group) =>
      nearest(
        new Map(
          ids(group, 10).map((id) => [id, { light: runColour(id, 'light'), dark: runColour(id, 'dark') }]),
        ),
      ),
    );
    expect(Math.min(...own)).toBeLessThan(0.02);
    for (const group of groups) {
      expect(nearest(distinctColours(ids(group, 10)))).toBeGreaterThanOrEqual(0.08);
      expect(nearest(distinctColours(ids(group, 25)))).toBeGreaterThan(0.05);
    }
    // So many fill the space of colours: neighbours are hardly told apart, yet no two are the same.
    expect(nearest(distinctColours(ids(0, 100)))).toBeGreaterThan(0.015);
  });

  it('are the runs’ own where those are far enough', () => {
    const [first = '', ...others] = ids(1, 10);
    const colours = distinctColours([first, ...others]);
    expect(colours.get(first)?.light).toBe(runColour(first, 'light'));
    const kept = others.filter((id) => colours.get(id)?.light === runColour(id, 'light'));
    expect(kept.length).toBeGreaterThan(3);
  });

  it('stay as they are when other runs come and go', () => {
    const before = distinctColours(ids(2, 10));
    const after = distinctColours([...ids(3, 5), ...ids(2, 10).slice(2)], undefined, before);
    for (const id of ids(2, 10).slice(2)) expect(after.get(id)).toEqual(before.get(id));
    expect(nearest(after)).toBeGreaterThan(0.05);
  });

  it('give way to one that somebody chose', () => {
    const [first = '', second = ''] = ids(4, 10);
    const before = distinctColours(ids(4, 10));
    const colours = distinctColours(ids(4, 10), { [first]: 3, [second]: 3 }, before);
    expect(colours.get(first)).toEqual({ light: RUN_COLOURS[3], dark: RUN_COLOURS[3] });
    expect(colours.get(second)).toEqual(colours.get(first));
    const others = new Map([...colours].filter(([id]) => id !== second));
    expect(nearest(others)).toBeGreaterThanOrEqual(0.08);
  });

  it('are there for more runs than can be told apart', () => {
    expect(distinctColours(ids(5, 1_000)).size).toBe(1_000);
  });
});
