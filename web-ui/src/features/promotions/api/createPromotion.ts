import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Promotion, PromotionRequest } from '@/features/promotions/api/types';
import { millrace } from '@/lib/http';

export interface NewPromotion {
  model_name: string;
  alias: string;
  version: string;
  reason: string;
}

/** A promotion that is done, or the request that waits. */
export interface PromotionAnswer {
  promotion?: Promotion;
  request?: PromotionRequest;
}

export function createPromotion(promotion: NewPromotion): Promise<PromotionAnswer> {
  return millrace<PromotionAnswer>('promotions', { body: promotion });
}

export function readAgain(client: QueryClient): Promise<unknown> {
  return Promise.all(
    ['promotions', 'models', 'endpoints'].map((key) => client.invalidateQueries({ queryKey: [key] })),
  );
}

/** Promotes, then reads again all that shows who holds an alias and what is served. */
export function useCreatePromotion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: createPromotion,
    onSettled: () => readAgain(client),
  });
}
