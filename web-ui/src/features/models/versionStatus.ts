import type { Tone } from '@/components/StatusPill';
import type { ModelVersion } from '@/features/models/api/types';

export function versionStatus(version: ModelVersion): { tone: Tone; label: string } {
  switch (version.status) {
    case 'FAILED_REGISTRATION':
      return { tone: 'bad', label: 'Failed' };
    case 'PENDING_REGISTRATION':
      return { tone: 'busy', label: 'Pending' };
    default:
      return { tone: 'good', label: 'Ready' };
  }
}
