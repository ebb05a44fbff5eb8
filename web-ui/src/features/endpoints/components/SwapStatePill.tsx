import { StatusPill } from '@/components/StatusPill';
import type { DeploymentState, Swap } from '@/features/endpoints/api/types';

/** Behind SWAPPED the new version already answers; what follows is about the version it replaced. */
const answering: DeploymentState[] = ['SWAPPED', 'DRAINING', 'FREED'];

export function SwapStatePill({ swap: { state, ended_at: endedAt } }: { swap: Swap }) {
  if (state === 'FAILED') return <StatusPill tone="bad">Failed</StatusPill>;
  if (!answering.includes(state)) return <StatusPill tone="busy">Under way</StatusPill>;
  return endedAt === undefined ? (
    <StatusPill tone="busy">Draining</StatusPill>
  ) : (
    <StatusPill tone="good">Swapped</StatusPill>
  );
}
