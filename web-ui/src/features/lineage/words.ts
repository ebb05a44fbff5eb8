import type { EdgeKind, LineageEdge, LineageNode, NodeKind } from '@/features/lineage/api/types';

export const KIND_NAMES: Record<NodeKind, string> = {
  dataset: 'Dataset',
  run: 'Run',
  model: 'Logged model',
  version: 'Model version',
  alias: 'Alias',
  endpoint: 'Endpoint',
};

const EDGE_WORDS: Record<EdgeKind, string> = {
  read: 'read by',
  evaluated: 'evaluated',
  made: 'made',
  registered: 'registered as',
  named: 'named',
  followed: 'followed by',
  served: 'served by',
};

/** What lies between the two ends of an edge, in words. */
export function edgeWords({ kind, context }: LineageEdge): string {
  return context === undefined || kind === 'evaluated' ? EDGE_WORDS[kind] : `${EDGE_WORDS[kind]}, ${context}`;
}

/** What is written on the line itself, where there is little room. */
export function edgeLabel({ kind, context }: LineageEdge): string {
  return kind === 'evaluated' ? 'evaluation' : (context ?? '');
}

export function nodeLabel({ kind, label, id }: LineageNode): string {
  // Its model stands beside it.
  return kind === 'alias' ? id.slice(id.lastIndexOf('@')) : (label ?? id);
}
