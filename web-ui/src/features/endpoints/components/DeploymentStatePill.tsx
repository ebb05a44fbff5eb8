import { StatusPill, type Tone } from '@/components/StatusPill';

const tones: Record<string, Tone> = {
  READY: 'good',
  LIVE: 'good',
  DONE: 'good',
  COMPLETED: 'good',
  FREED: 'idle',
  FAILED: 'bad',
};

/** A state of a deployment or of a swap, in the server's word; every state on the way is "busy". */
export function DeploymentStatePill({ state }: { state: string | undefined }) {
  if (state === undefined || state === '') return <span className="muted">–</span>;
  const label = state.charAt(0) + state.slice(1).toLowerCase().replaceAll('_', ' ');
  return <StatusPill tone={tones[state.toUpperCase()] ?? 'busy'}>{label}</StatusPill>;
}
