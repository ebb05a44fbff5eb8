import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { Delivery, DeliveryStatus } from '@/features/webhooks/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type DeliveryPage = Known<
  AnswerTo<'GET /api/millrace/v1/webhooks/{webhook_id}/deliveries'>,
  never,
  { deliveries: Delivery[] }
>;

export function listDeliveries(
  webhookId: string,
  status?: DeliveryStatus,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<DeliveryPage> {
  return millrace<DeliveryPage>(`${webhookPath(webhookId)}/deliveries`, {
    query: { status, max_results: 50, page_token: pageToken },
    signal,
  });
}

export function deliveriesQueryOptions(webhookId: string, status?: DeliveryStatus) {
  return infiniteQueryOptions({
    queryKey: ['webhooks', webhookId, 'deliveries', status],
    queryFn: ({ pageParam, signal }) => listDeliveries(webhookId, status, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    refetchInterval: 3_000,
  });
}

/** Newest first. */
export function useDeliveries(webhookId: string, status?: DeliveryStatus) {
  return useInfiniteQuery(deliveriesQueryOptions(webhookId, status));
}
