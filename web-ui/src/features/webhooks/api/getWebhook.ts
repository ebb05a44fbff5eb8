import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Webhook } from '@/features/webhooks/api/types';
import { millrace } from '@/lib/http';

/** The path of a webhook, below that of the API. */
export function webhookPath(webhookId: string): string {
  return `webhooks/${encodeURIComponent(webhookId)}`;
}

export async function getWebhook(webhookId: string, signal?: AbortSignal): Promise<Webhook> {
  const answer = await millrace<{ webhook: Webhook }>(webhookPath(webhookId), { signal });
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
