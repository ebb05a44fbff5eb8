import { useMutation, useQueryClient } from '@tanstack/react-query';
import { webhookPath, webhookQueryOptions } from '@/features/webhooks/api/getWebhook';
import type { Webhook, WebhookChange } from '@/features/webhooks/api/types';
import { millrace } from '@/lib/http';

export async function saveWebhook(webhookId: string | undefined, change: WebhookChange): Promise<Webhook> {
  const answer = await (webhookId === undefined
    ? millrace<{ webhook: Webhook }>('webhooks', { body: change })
    : millrace<{ webhook: Webhook }>(webhookPath(webhookId), { method: 'PATCH', body: change }));
  return answer.webhook;
}

/** Makes a webhook, or changes the one of this id. */
export function useSaveWebhook(webhookId?: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: WebhookChange) => saveWebhook(webhookId, change),
    onSuccess: (webhook) => {
      client.setQueryData(webhookQueryOptions(webhook.webhook_id).queryKey, webhook);
      return client.invalidateQueries({ queryKey: ['webhooks'] });
    },
  });
}
