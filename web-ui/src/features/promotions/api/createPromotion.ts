import type { Promotion, PromotionRequest } from '@/features/promotions/api/types';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

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

/** All that shows who holds an alias and what is served. */
export const SHOWS_ALIASES = [['promotions'], ['models'], ['endpoints']];

export function useCreatePromotion() {
  return useChange(createPromotion, { reads: SHOWS_ALIASES });
}
