import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { Webhook, WebhookChange } from '@/features/webhooks/api/types';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export async function saveWebhook(webhookId: string | undefined, change: WebhookChange): Promise<Webhook> {
  const answer = await (webhookId === undefined
    ? millrace<{ webhook: Webhook }>('webhooks', { body: change })
    : millrace<{ webhook: Webhook }>(webhookPath(webhookId), { method: 'PATCH', body: change }));
  return answer.webhook;
}

/** Makes a webhook, or changes the one of this id. */
export function useSaveWebhook(webhookId?: string) {
  return useChange((change: WebhookChange) => saveWebhook(webhookId, change), { reads: [['webhooks']] });
}
