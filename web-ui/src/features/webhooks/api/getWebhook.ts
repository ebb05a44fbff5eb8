import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Webhook } from '@/features/webhooks/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

/** The path of a webhook, below that of the API. */
export function webhookPath(webhookId: string): string {
  return `webhooks/${encodeURIComponent(webhookId)}`;
}

type Answer = Known<AnswerTo<'GET /api/millrace/v1/webhooks/{webhook_id}'>, never, { webhook: Webhook }>;

export async function getWebhook(webhookId: string, signal?: AbortSignal): Promise<Webhook> {
  const answer = await millrace<Answer>(webhookPath(webhookId), { signal });
  return answer.webhook;
}

export function webhookQueryOptions(webhookId: string) {
  return queryOptions({
    queryKey: ['webhooks', webhookId],
    queryFn: ({ signal }) => getWebhook(webhookId, signal),
  });
}

export function useWebhook(webhookId: string) {
  return useQuery(webhookQueryOptions(webhookId));
}
