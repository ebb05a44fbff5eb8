import { useMutation, useQueryClient } from '@tanstack/react-query';
import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { Shadow } from '@/features/endpoints/api/types';
import type { Followed } from '@/lib/followed';
import { millrace } from '@/lib/http';

export interface VariantChange extends Followed {
  weight?: number;
  shadow?: Shadow;
}

export function variantPath(endpoint: string, variant: string): string {
  return `${endpointPath(endpoint)}/variants/${encodeURIComponent(variant)}`;
}

/** Adds a variant, or puts this in the place of the one of that name. */
export function useSaveVariant(endpoint: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, change }: { name: string; change: VariantChange }) =>
      millrace(variantPath(endpoint, name), { method: 'PUT', body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['endpoints'] }),
  });
}

/** Takes a variant away. */
export function useDeleteVariant(endpoint: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => millrace(variantPath(endpoint, name), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['endpoints'] }),
  });
}
