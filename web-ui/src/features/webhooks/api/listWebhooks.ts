import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { Webhook } from '@/features/webhooks/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type WebhookPage = Known<AnswerTo<'GET /api/millrace/v1/webhooks'>, never, { webhooks: Webhook[] }>;

export function listWebhooks(pageToken?: string, signal?: AbortSignal): Promise<WebhookPage> {
  return millrace<WebhookPage>('webhooks', { query: { max_results: 100, page_token: pageToken }, signal });
}

export function webhooksQueryOptions() {
  return infiniteQueryOptions({
    queryKey: ['webhooks'],
    queryFn: ({ pageParam, signal }) => listWebhooks(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    refetchInterval: 5_000,
  });
}

/** Newest first, each with its last delivery. */
export function useWebhooks() {
  return useInfiniteQuery(webhooksQueryOptions());
}
