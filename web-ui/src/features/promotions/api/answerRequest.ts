import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type PromotionAnswer, readAgain } from '@/features/promotions/api/createPromotion';
import { millrace } from '@/lib/http';

export interface RequestAnswer {
  requestId: string;
  verb: 'approve' | 'refuse';
  comment: string;
}

export function answerRequest({ requestId, verb, comment }: RequestAnswer): Promise<PromotionAnswer> {
  return millrace<PromotionAnswer>(`promotions/requests/${requestId}/${verb}`, {
    body: comment === '' ? {} : { comment },
  });
}

/** Approves or refuses, then reads again all that shows who holds an alias. */
export function useAnswerRequest() {
  const client = useQueryClient();
  return useMutation({ mutationFn: answerRequest, onSettled: () => readAgain(client) });
}
