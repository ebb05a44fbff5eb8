import { StatusPill } from '@/components/StatusPill';
import type { DeploymentState } from '@/features/endpoints/api/types';

/** How far a version has come. */
export function DeploymentStatePill({ state }: { state: DeploymentState | undefined }) {
  if (state === undefined) return <span className="muted">–</span>;
  const tone =
    state === 'READY' ? 'good' : state === 'FAILED' ? 'bad' : state === 'STANDBY' ? 'idle' : 'busy';
  return <StatusPill tone={tone}>{state.charAt(0) + state.slice(1).toLowerCase()}</StatusPill>;
}
