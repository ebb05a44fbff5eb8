import type { Promotion } from '@/features/promotions/api/types';

const WORDS: Readonly<Record<string, string>> = {
  gates_failed: 'was stopped by its gates',
  refused: 'was refused',
  conflict: 'came too late',
  expired: 'was answered by nobody in time',
  aborted: 'was given up when its server died',
};

/** Why a promotion moved nothing, in words; nothing where it did. */
export function failureWords({ outcome }: Promotion): string | undefined {
  return outcome === 'done' ? undefined : (WORDS[outcome] ?? outcome);
}
