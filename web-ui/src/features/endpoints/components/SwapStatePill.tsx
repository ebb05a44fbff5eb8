import { StatusPill } from '@/components/StatusPill';
import type { DeploymentState, Swap } from '@/features/endpoints/api/types';

/** Behind SWAPPED the new version already answers; what follows is about the version it replaced. */
const answering: DeploymentState[] = ['SWAPPED', 'STANDBY', 'DRAINING', 'FREED'];

export function SwapStatePill({ swap }: { swap: Swap }) {
  const { state, from_version: from, ended_at: end } = swap;
  if (state === 'FAILED') return <StatusPill tone="bad">Failed</StatusPill>;
  if (!answering.includes(state)) return <StatusPill tone="busy">Under way</StatusPill>;
  if (end === undefined) return <StatusPill tone="busy">Draining</StatusPill>;
  return <StatusPill tone="good">{from === undefined ? 'Brought up' : 'Swapped'}</StatusPill>;
}
