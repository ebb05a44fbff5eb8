import { SHOWS_ALIASES, type PromotionAnswer } from '@/features/promotions/api/createPromotion';
import type { BodyOf, Known } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

/** The current version is where the alias is, as the one who rolls back saw it. */
export type Rollback = Known<
  Pick<
    BodyOf<'POST /api/millrace/v1/promotions/rollback'>,
    'model_name' | 'alias' | 'if_current_version' | 'reason'
  >,
  'model_name' | 'alias' | 'reason'
>;

export function rollBack(rollback: Rollback): Promise<PromotionAnswer> {
  return millrace<PromotionAnswer>('promotions/rollback', { body: rollback });
}

/** Points an alias at the version before. */
export function useRollBack() {
  return useChange(rollBack, { reads: SHOWS_ALIASES });
}
