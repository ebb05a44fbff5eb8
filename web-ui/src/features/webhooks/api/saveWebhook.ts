import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { Webhook, WebhookChange } from '@/features/webhooks/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

type Answer = Known<
  AnswerTo<'POST /api/millrace/v1/webhooks' | 'PATCH /api/millrace/v1/webhooks/{webhook_id}'>,
  never,
  { webhook: Webhook }
>;

export async function saveWebhook(webhookId: string | undefined, change: WebhookChange): Promise<Webhook> {
  const answer = await (webhookId === undefined
    ? millrace<Answer>('webhooks', { body: change })
    : millrace<Answer>(webhookPath(webhookId), { method: 'PATCH', body: change }));
  return answer.webhook;
}

/** Makes a webhook, or changes the one of this id. */
export function useSaveWebhook(webhookId?: string) {
  return useChange((change: WebhookChange) => saveWebhook(webhookId, change), { reads: [['webhooks']] });
}
