import { queryOptions, useQuery } from '@tanstack/react-query';
import { variantPath } from '@/features/endpoints/api/saveVariant';
import type { ShadowReport } from '@/features/endpoints/api/types';
import { millrace } from '@/lib/http';

export function shadowQueryOptions(endpoint: string, variant: string) {
  return queryOptions({
    queryKey: ['endpoints', endpoint, 'shadow', variant],
    queryFn: ({ signal }) => millrace<ShadowReport>(`${variantPath(endpoint, variant)}/shadow`, { signal }),
    refetchInterval: 5_000,
  });
}

/** What became of the requests that are mirrored to a variant. */
export function useShadow(endpoint: string, variant: string) {
  return useQuery(shadowQueryOptions(endpoint, variant));
}
