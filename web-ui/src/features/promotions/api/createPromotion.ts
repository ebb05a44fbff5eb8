import type { Promotion, PromotionRequest } from '@/features/promotions/api/types';
import type { AnswerTo, BodyOf, Known } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export type NewPromotion = Required<
  Pick<BodyOf<'POST /api/millrace/v1/promotions'>, 'model_name' | 'alias' | 'version' | 'reason'>
>;

/** A promotion that is done, or the request that waits. */
export type PromotionAnswer = Known<
  AnswerTo<'POST /api/millrace/v1/promotions'>,
  never,
  { promotion: Promotion; request: PromotionRequest }
>;

export function createPromotion(promotion: NewPromotion): Promise<PromotionAnswer> {
  return millrace<PromotionAnswer>('promotions', { body: promotion });
}

/** All that shows who holds an alias and what is served. */
export const SHOWS_ALIASES = [['promotions'], ['models'], ['endpoints']];

export function useCreatePromotion() {
  return useChange(createPromotion, { reads: SHOWS_ALIASES });
}
