import { useMutation, useQueryClient } from '@tanstack/react-query';
import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { Delivery } from '@/features/webhooks/api/types';
import { millrace } from '@/lib/http';

export async function redeliver(webhookId: string, deliveryId: string): Promise<Delivery> {
  const path = `${webhookPath(webhookId)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`;
  const answer = await millrace<{ delivery: Delivery }>(path, { method: 'POST' });
  return answer.delivery;
}

/** Sends the event of a delivery again, then reads the log again. */
export function useRedeliver(webhookId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deliveryId: string) => redeliver(webhookId, deliveryId),
    onSettled: () => client.invalidateQueries({ queryKey: ['webhooks', webhookId, 'deliveries'] }),
  });
}
