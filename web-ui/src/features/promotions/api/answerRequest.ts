import { type PromotionAnswer, SHOWS_ALIASES } from '@/features/promotions/api/createPromotion';
import type { BodyOf } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export interface RequestAnswer {
  requestId: string;
  verb: 'approve' | 'refuse';
  comment: string;
}

export function answerRequest({ requestId, verb, comment }: RequestAnswer): Promise<PromotionAnswer> {
  return millrace<PromotionAnswer>(`promotions/requests/${requestId}/${verb}`, {
    body: (comment === ''
      ? {}
      : { comment }) satisfies BodyOf<`POST /api/millrace/v1/promotions/requests/{id}/${typeof verb}`>,
  });
}

/** Approves or refuses. */
export function useAnswerRequest() {
  return useChange(answerRequest, { reads: SHOWS_ALIASES });
}
