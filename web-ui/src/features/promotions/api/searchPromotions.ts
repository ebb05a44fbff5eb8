import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { Promotion } from '@/features/promotions/api/types';
import { millrace } from '@/lib/http';

interface PromotionPage {
  promotions?: Promotion[];
  next_page_token?: string;
}

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
