import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Endpoint } from '@/features/endpoints/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<AnswerTo<'GET /api/millrace/v1/endpoints'>, never, { endpoints: Endpoint[] }>;

export async function listEndpoints(signal?: AbortSignal): Promise<Endpoint[]> {
  const answer = await millrace<Answer>('endpoints', { signal });
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
