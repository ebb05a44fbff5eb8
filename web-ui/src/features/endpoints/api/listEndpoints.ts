import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Endpoint } from '@/features/endpoints/api/types';
import { millrace } from '@/lib/http';

export async function listEndpoints(signal?: AbortSignal): Promise<Endpoint[]> {
  const answer = await millrace<{ endpoints?: Endpoint[] }>('endpoints', { signal });
  return answer.endpoints ?? [];
}

export function endpointsQueryOptions() {
  return queryOptions({
    queryKey: ['endpoints'],
    queryFn: ({ signal }) => listEndpoints(signal),
    refetchInterval: 5_000,
  });
}

export function useEndpoints() {
  return useQuery(endpointsQueryOptions());
}
