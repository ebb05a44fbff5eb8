import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Swap } from '@/features/endpoints/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<AnswerTo<'GET /api/millrace/v1/endpoints/{name}/swaps'>, never, { swaps: Swap[] }>;

export async function listSwaps(endpointName: string, signal?: AbortSignal): Promise<Swap[]> {
  const answer = await millrace<Answer>(`endpoints/${encodeURIComponent(endpointName)}/swaps`, {
    signal,
  });
  return (answer.swaps ?? []).sort((a, b) => b.started_at - a.started_at);
}

export function swapsQueryOptions(endpointName: string) {
  return queryOptions({
    queryKey: ['endpoints', endpointName, 'swaps'],
    queryFn: ({ signal }) => listSwaps(endpointName, signal),
    refetchInterval: 3_000,
  });
}

/** Newest first. */
export function useSwaps(endpointName: string) {
  return useQuery(swapsQueryOptions(endpointName));
}
