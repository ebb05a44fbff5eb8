import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { Promotion } from '@/features/promotions/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type PromotionPage = Known<AnswerTo<'GET /api/millrace/v1/promotions'>, never, { promotions: Promotion[] }>;

export function searchPromotions(
  modelName: string,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<PromotionPage> {
  return millrace<PromotionPage>('promotions', {
    query: { model_name: modelName, max_results: 50, page_token: pageToken },
    signal,
  });
}

export function promotionsQueryOptions(modelName: string) {
  return infiniteQueryOptions({
    queryKey: ['promotions', modelName],
    queryFn: ({ pageParam, signal }) => searchPromotions(modelName, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
  });
}

/** Newest first. */
export function usePromotions(modelName: string) {
  return useInfiniteQuery(promotionsQueryOptions(modelName));
}
