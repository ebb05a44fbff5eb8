import { queryOptions, useQuery } from '@tanstack/react-query';
import type { PromotionRequest } from '@/features/promotions/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<
  AnswerTo<'GET /api/millrace/v1/promotions/requests'>,
  never,
  { requests: PromotionRequest[] }
>;

const EVERY_15_SECONDS = 15_000;

export async function searchOpenRequests(
  modelName: string,
  signal?: AbortSignal,
): Promise<PromotionRequest[]> {
  const answer = await millrace<Answer>('promotions/requests', {
    query: { model_name: modelName },
    signal,
  });
  return answer.requests ?? [];
}

export function openRequestsQueryOptions(modelName: string) {
  return queryOptions({
    queryKey: ['promotions', modelName, 'open'],
    queryFn: ({ signal }) => searchOpenRequests(modelName, signal),
    refetchInterval: EVERY_15_SECONDS,
  });
}

/** Oldest first. */
export function useOpenRequests(modelName: string) {
  return useQuery(openRequestsQueryOptions(modelName));
}
