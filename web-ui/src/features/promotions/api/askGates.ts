import { queryOptions, useQuery } from '@tanstack/react-query';
import type { PromotionAnswer } from '@/features/promotions/api/createPromotion';
import type { BodyOf, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Ask = BodyOf<'POST /api/millrace/v1/promotions' | 'POST /api/millrace/v1/promotions/rollback'>;

/** Where an alias shall go: to a version, or, without one, back to where it was before. */
export type Wish = Known<Pick<Ask, 'model_name' | 'alias' | 'version'>, 'model_name' | 'alias'>;

/** What would come of it; nothing is changed. */
export function askGates(wish: Wish, signal?: AbortSignal): Promise<PromotionAnswer> {
  return millrace<PromotionAnswer>(wish.version === undefined ? 'promotions/rollback' : 'promotions', {
    body: { ...wish, dry_run: true } satisfies Ask,
    signal,
  });
}

export function gatesQueryOptions(wish: Wish) {
  return queryOptions({
    queryKey: ['promotion-gates', wish.model_name, wish.alias, wish.version ?? 'before'],
    queryFn: ({ signal }) => askGates(wish, signal),
    // Some gates put load on the model: they are asked once while the dialog is open, and anew with the next.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** What the gates say beforehand; nothing is asked without a wish. */
export function useGates(wish: Wish | undefined) {
  return useQuery({
    ...gatesQueryOptions(wish ?? { model_name: '', alias: '' }),
    enabled: wish !== undefined,
  });
}
