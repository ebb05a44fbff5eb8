import type { DeploymentState, Swap } from '@/features/endpoints/api/types';
import { formatDuration } from '@/lib/format';

/** What each state took to reach, in the words of one who waits for it. */
const work: Record<DeploymentState, string> = {
  STARTED: 'start',
  DOWNLOADED: 'download',
  VERIFIED: 'verify',
  LOADED: 'load',
  WARMED: 'warm up',
  READY: 'make ready',
  SWAPPED: 'swap',
  STANDBY: 'stand by',
  DRAINING: 'stop sending',
  FREED: 'drain',
  FAILED: 'fail',
};

/** A line may break between two steps, not within one. */
const unbroken = (step: string) => step.replaceAll(' ', '\u00a0');

/** "download 120 ms · verify 4 ms …": the steps that took time. */
export function swapSteps(swap: Swap): string {
  let before = swap.started_at;
  const parts: string[] = [];
  for (const { state, at } of swap.transitions ?? []) {
    // From then on it waits for the next swap, not for this one.
    if (state === 'STANDBY') break;
    if (at > before) parts.push(unbroken(`${work[state]} ${formatDuration(at - before)}`));
    before = at;
  }
  return parts.join(' · ');
}

/** How long it took until the new version answered, or until it failed; undefined while that is open. */
export function swapMillis(swap: Swap): number | undefined {
  const decided = swap.transitions?.find(({ state }) => state === 'SWAPPED' || state === 'FAILED');
  return decided && decided.at - swap.started_at;
}
