import { expect, test } from 'vitest';
import type { LineageEdge, LineageNode } from '@/features/lineage/api/types';
import { layOut } from '@/features/lineage/layOut';

const node = (name: string): LineageNode => ({
  node: name,
  kind: 'run',
  id: name,
  distance: 0,
  known: true,
});
const edge = (from: string, to: string): LineageEdge => ({ from, to, kind: 'made' });
const columns = (nodes: string[], edges: LineageEdge[]) =>
  layOut(nodes.map(node), edges).columns.map((column) => column.map((placed) => placed.node));

test('a node stands behind everything it came from', () => {
  expect(
    columns(['d', 'a', 'b', 'c'], [edge('a', 'b'), edge('b', 'c'), edge('a', 'c'), edge('d', 'c')]),
  ).toEqual([['d', 'a'], ['b'], ['c']]);
});

test('a cycle has columns, too', () => {
  expect(
    columns(['a', 'b', 'c'], [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')])
      .flat()
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});

test('nothing and one node are laid out', () => {
  expect(layOut([], []).columns).toEqual([]);
  expect(columns(['a'], [edge('a', 'a'), edge('a', 'gone')])).toEqual([['a']]);
});
