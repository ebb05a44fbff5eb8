import { StatusPill, type Tone } from '@/components/StatusPill';
import type { RunStatus } from '@/features/runs/api/types';

const tones: Record<RunStatus, [Tone, string]> = {
  RUNNING: ['busy', 'Running'],
  SCHEDULED: ['idle', 'Scheduled'],
  FINISHED: ['good', 'Finished'],
  FAILED: ['bad', 'Failed'],
  KILLED: ['idle', 'Killed'],
};

export function RunStatusPill({ status }: { status: RunStatus }) {
  const [tone, label] = tones[status];
  return <StatusPill tone={tone}>{label}</StatusPill>;
}
