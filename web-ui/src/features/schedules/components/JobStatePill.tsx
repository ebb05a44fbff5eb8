import { StatusPill, type Tone } from '@/components/StatusPill';
import type { JobState } from '@/features/schedules/api/types';

const words: Record<JobState, { text: string; tone: Tone }> = {
  QUEUED: { text: 'Queued', tone: 'idle' },
  RUNNING: { text: 'Running', tone: 'busy' },
  SUCCEEDED: { text: 'Succeeded', tone: 'good' },
  FAILED: { text: 'Failed', tone: 'bad' },
  ABORTED: { text: 'Aborted', tone: 'bad' },
  SKIPPED: { text: 'Skipped', tone: 'idle' },
};

export function JobStatePill({ state }: { state: JobState }) {
  return <StatusPill tone={words[state].tone}>{words[state].text}</StatusPill>;
}
