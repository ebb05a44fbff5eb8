import type { Tone } from '@/components/StatusPill';
import type { LoggedModel, ModelVersion } from '@/features/models/api/types';

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

export function loggedModelStatus({ info }: LoggedModel): { tone: Tone; label: string } {
  switch (info.status) {
    case 'LOGGED_MODEL_UPLOAD_FAILED':
      return { tone: 'bad', label: 'Upload failed' };
    case 'LOGGED_MODEL_READY':
      return { tone: 'good', label: 'Ready' };
    default:
      return { tone: 'busy', label: 'Pending' };
  }
}
