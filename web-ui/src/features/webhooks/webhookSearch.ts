import type { DeliveryStatus } from '@/features/webhooks/api/types';
import { readOneOf, type RawSearch } from '@/lib/searchParams';

const STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const satisfies readonly DeliveryStatus[];

/** What shapes a webhook's page, as it stands in the URL. */
export interface WebhookSearch {
  /** Only deliveries of this status are listed. */
  status?: DeliveryStatus;
}

export function parseWebhookSearch(raw: RawSearch): WebhookSearch {
  return { status: readOneOf(raw, 'status', STATUSES) };
}
