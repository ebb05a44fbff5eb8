import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { Delivery } from '@/features/webhooks/api/types';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export async function redeliver(webhookId: string, deliveryId: string): Promise<Delivery> {
  const path = `${webhookPath(webhookId)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`;
  const answer = await millrace<{ delivery: Delivery }>(path, { method: 'POST' });
  return answer.delivery;
}

/** Sends the event of a delivery again. */
export function useRedeliver(webhookId: string) {
  return useChange((deliveryId: string) => redeliver(webhookId, deliveryId), {
    reads: [['webhooks', webhookId, 'deliveries']],
  });
}
