import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Promotion } from '@/features/promotions/api/types';
import { millrace } from '@/lib/http';

export interface NewPromotion {
  model_name: string;
  alias: string;
  version: string;
  reason: string;
}

export async function createPromotion(promotion: NewPromotion): Promise<Promotion> {
  const answer = await millrace<{ promotion: Promotion }>('promotions', { body: promotion });
  return answer.promotion;
}

/** Promotes, then reads again all that shows who holds an alias and what is served. */
export function useCreatePromotion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: createPromotion,
    onSuccess: () =>
      Promise.all(
        ['promotions', 'models', 'endpoints'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  });
}
