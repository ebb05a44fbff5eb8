import type { LineageEdge, LineageNode } from '@/features/lineage/api/types';

export const NODE_WIDTH = 168;
export const NODE_HEIGHT = 56;
/** Six columns, from data to an endpoint, stand side by side on a laptop. */
const GAP = 64;
const COLUMN = NODE_WIDTH + GAP;
/** How far a line that passes a column bows out around what stands in it. */
const BOW = NODE_HEIGHT * 1.2;
const ROW = NODE_HEIGHT + 16;

export interface PlacedNode extends LineageNode {
  x: number;
  y: number;
}

export interface PlacedEdge extends LineageEdge {
  /** The line, as an SVG path. */
  path: string;
  labelX: number;
  labelY: number;
}

export interface Layout {
  columns: PlacedNode[][];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

/** The column of each node: one behind everything it came from. An edge that closes a cycle has no say. */
function layersOf(nodes: LineageNode[], edges: LineageEdge[]): Map<string, number> {
  const into = new Map<string, string[]>();
  for (const edge of edges) into.set(edge.to, [...(into.get(edge.to) ?? []), edge.from]);
  const layers = new Map<string, number>();
  const underway = new Set<string>();
  const layerOf = (node: string): number => {
    const known = layers.get(node);
    if (known !== undefined) return known;
    underway.add(node);
    const before = (into.get(node) ?? []).filter((from) => !underway.has(from)).map(layerOf);
    underway.delete(node);
    const layer = Math.max(-1, ...before) + 1;
    layers.set(node, layer);
    return layer;
  };
  for (const { node } of nodes) layerOf(node);
  return layers;
}

/** Nodes in columns from left to right, as data flows; in a column they lie near what they came from. */
export function layOut(nodes: LineageNode[], edges: LineageEdge[]): Layout {
  const layers = layersOf(nodes, edges);
  const count = Math.max(0, ...[...layers.values()].map((layer) => layer + 1));
  const rows = new Map<string, number>();
  const columns: PlacedNode[][] = [];
  for (let layer = 0; layer < count; layer++) {
    const weight = ({ node }: LineageNode) => {
      const before = edges.filter((edge) => edge.to === node).map((edge) => rows.get(edge.from) ?? 0);
      return before.length === 0 ? 0 : before.reduce((a, b) => a + b) / before.length;
    };
    const members = nodes
      .filter(({ node }) => layers.get(node) === layer)
      .map((node) => ({ node, weight: weight(node) }))
      .sort((a, b) => a.weight - b.weight);
    columns.push(
      members.map(({ node }, row) => {
        rows.set(node.node, row);
        return { ...node, x: layer * COLUMN, y: row * ROW };
      }),
    );
  }
  const height = Math.max(NODE_HEIGHT, ...columns.map((column) => column.length * ROW - 16));
  // Short columns stand in the middle of the tallest.
  for (const column of columns) {
    const shift = (height - (column.length * ROW - 16)) / 2;
    for (const node of column) node.y += shift;
  }
  const placed = new Map(columns.flat().map((node) => [node.node, node]));
  return {
    columns,
    edges: edges.flatMap((edge) => {
      const from = placed.get(edge.from);
      const to = placed.get(edge.to);
      return from === undefined || to === undefined ? [] : [{ ...edge, ...line(from, to) }];
    }),
    width: Math.max(NODE_WIDTH, count * COLUMN - GAP),
    height: height + (count > 2 ? BOW / 3 : 0),
  };
}

function line(from: PlacedNode, to: PlacedNode) {
  const x1 = from.x + NODE_WIDTH;
  const y1 = from.y + NODE_HEIGHT / 2;
  const x2 = to.x;
  const y2 = to.y + NODE_HEIGHT / 2;
  const bend = Math.max(GAP / 2, Math.abs(x2 - x1) / 3);
  const passes = x2 - x1 > COLUMN && Math.abs(y2 - y1) < ROW;
  const bow = passes ? BOW : 0;
  return {
    path: `M${x1},${y1} C${x1 + bend},${y1 + bow} ${x2 - bend},${y2 + bow} ${x2},${y2}`,
    labelX: (x1 + x2) / 2,
    labelY: (y1 + y2) / 2 + 0.75 * bow,
  };
}
