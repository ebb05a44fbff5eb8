import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { Delivery } from '@/features/webhooks/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

type Answer = Known<
  AnswerTo<'POST /api/millrace/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver'>,
  never,
  { delivery: Delivery }
>;

export async function redeliver(webhookId: string, deliveryId: string): Promise<Delivery> {
  const path = `${webhookPath(webhookId)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`;
  const answer = await millrace<Answer>(path, { method: 'POST' });
  return answer.delivery;
}

/** Sends the event of a delivery again. */
export function useRedeliver(webhookId: string) {
  return useChange((deliveryId: string) => redeliver(webhookId, deliveryId), {
    reads: [['webhooks', webhookId, 'deliveries']],
  });
}
