import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { BodyOf } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export type VariantChange = BodyOf<'PUT /api/millrace/v1/endpoints/{name}/variants/{variant}'>;

export function variantPath(endpoint: string, variant: string): string {
  return `${endpointPath(endpoint)}/variants/${encodeURIComponent(variant)}`;
}

const reads = [['endpoints']];

/** Adds a variant, or puts this in the place of the one of that name. */
export function useSaveVariant(endpoint: string) {
  return useChange(
    ({ name, change }: { name: string; change: VariantChange }) =>
      millrace(variantPath(endpoint, name), { method: 'PUT', body: change }),
    { reads },
  );
}

/** Takes a variant away. */
export function useDeleteVariant(endpoint: string) {
  return useChange((name: string) => millrace(variantPath(endpoint, name), { method: 'DELETE' }), {
    reads,
  });
}
