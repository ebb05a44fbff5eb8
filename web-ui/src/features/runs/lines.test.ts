import { describe, expect, it } from 'vitest';
import type { RunInfo } from '@/features/runs/api/types';
import { groupId, linesOfGroups, linesOfRuns, type LineSource } from '@/features/runs/lines';
import { sortGroups } from '@/features/runs/sortGroups';
import { columnOfId } from '@/features/runs/runColumns';
import { runInfo } from '@/testing/runInfo';

const run = (id: string): RunInfo => runInfo(id);
const source = (change: Partial<LineSource>): LineSource => ({
  hidden: new Set(),
  open: new Set(),
  below: new Map(),
  children: new Map(),
  ...change,
});
const below = (runs: RunInfo[], more = false) => ({ runs, filter: 'f', more, loading: false, failed: false });

describe('lines', () => {
  it('have children below a parent that is open, at any depth, and tell of those that are not listed', () => {
    const lines = linesOfRuns(
      [run('a'), run('b')],
      source({
        open: new Set(['a', 'c']),
        children: new Map([
          ['a', 1],
          ['c', 200],
        ]),
        below: new Map([
          ['a', below([run('c')])],
          ['c', below([run('d')], true)],
        ]),
      }),
    );
    expect(lines.map((line) => [line.kind, line.id])).toEqual([
      ['run', 'a'],
      ['run', '1/c'],
      ['run', '2/d'],
      ['rest', 'rest:c'],
      ['run', 'b'],
    ]);
  });

  it('leave hidden runs out', () => {
    expect(linesOfRuns([run('a'), run('b')], source({ hidden: new Set(['a']) }))).toHaveLength(1);
  });

  it('have the runs of a group below it', () => {
    const group = { values: ['x', null], runs: 2 };
    const lines = linesOfGroups(
      [group],
      source({ open: new Set([groupId(group)]), below: new Map([[groupId(group), below([run('a')])]]) }),
    );
    expect(lines.map((line) => line.kind)).toEqual(['group', 'run']);
  });
});

it('sorts groups by means, with those that have none last either way', () => {
  const groups = [1, undefined, 3].map((mean, i) => ({
    values: [String(i)],
    runs: 1,
    columns: [{ count: 1, mean }],
  }));
  const summed = [columnOfId('metrics.m')!];
  const sorted = (sort: string) => sortGroups(groups, [sort], [], summed).map((group) => group.values[0]);
  expect(sorted('metrics.m')).toEqual(['0', '2', '1']);
  expect(sorted('-metrics.m')).toEqual(['2', '0', '1']);
});
