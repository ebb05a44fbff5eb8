import { SHOWS_ALIASES, type PromotionAnswer } from '@/features/promotions/api/createPromotion';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export interface Rollback {
  model_name: string;
  alias: string;
  /** Where the alias is now, as the one who rolls back saw it. */
  if_current_version?: string;
  reason: string;
}

export function rollBack(rollback: Rollback): Promise<PromotionAnswer> {
  return millrace<PromotionAnswer>('promotions/rollback', { body: rollback });
}

/** Points an alias at the version before. */
export function useRollBack() {
  return useChange(rollBack, { reads: SHOWS_ALIASES });
}
