import { StatusPill } from '@/components/StatusPill';
import type { WebhookStatus } from '@/features/webhooks/api/types';

/** Whether a webhook is told of what happens. */
export function WebhookStatusPill({ status }: { status: WebhookStatus }) {
  return status === 'ACTIVE' ? (
    <StatusPill tone="good">Active</StatusPill>
  ) : (
    <StatusPill tone="idle">Paused</StatusPill>
  );
}
