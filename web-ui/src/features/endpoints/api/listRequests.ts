import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { requestLogPath } from '@/features/endpoints/api/getRequestLog';
import type { LoggedRequest } from '@/features/endpoints/api/requestTypes';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type RequestPage = Known<
  AnswerTo<'GET /api/millrace/v1/endpoints/{name}/request-log/entries'>,
  never,
  { requests: LoggedRequest[] }
>;

export function requestsQueryOptions(endpoint: string, errorsOnly: boolean) {
  return infiniteQueryOptions({
    queryKey: ['endpoints', endpoint, 'request-log', 'entries', errorsOnly],
    queryFn: ({ pageParam, signal }) =>
      millrace<RequestPage>(`${requestLogPath(endpoint)}/entries`, {
        query: { max_results: 25, errors_only: errorsOnly || undefined, page_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
  });
}

/** The requests that an endpoint kept, newest first. */
export function useRequests(endpoint: string, errorsOnly: boolean) {
  return useInfiniteQuery(requestsQueryOptions(endpoint, errorsOnly));
}
