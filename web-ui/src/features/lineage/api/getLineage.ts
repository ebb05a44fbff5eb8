import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Direction, Lineage } from '@/features/lineage/api/types';
import { millrace } from '@/lib/http';

export function getLineage(node: string, direction: Direction, signal?: AbortSignal): Promise<Lineage> {
  return millrace<Lineage>('lineage', { query: { node, direction }, signal });
}

export function lineageQueryOptions(node: string, direction: Direction) {
  return queryOptions({
    queryKey: ['lineage', node, direction],
    queryFn: ({ signal }) => getLineage(node, direction, signal),
  });
}

export function useLineage(node: string, direction: Direction) {
  return useQuery(lineageQueryOptions(node, direction));
}
