import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Endpoint } from '@/features/endpoints/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

export function endpointPath(name: string): string {
  return `endpoints/${encodeURIComponent(name)}`;
}

type Answer = Known<AnswerTo<'GET /api/millrace/v1/endpoints/{name}'>, never, { endpoint: Endpoint }>;

export async function getEndpoint(name: string, signal?: AbortSignal): Promise<Endpoint> {
  const answer = await millrace<Answer>(endpointPath(name), { signal });
  return answer.endpoint;
}

export function endpointQueryOptions(name: string) {
  return queryOptions({
    queryKey: ['endpoints', name],
    queryFn: ({ signal }) => getEndpoint(name, signal),
    refetchInterval: 3_000,
  });
}

export function useEndpoint(name: string) {
  return useQuery(endpointQueryOptions(name));
}
