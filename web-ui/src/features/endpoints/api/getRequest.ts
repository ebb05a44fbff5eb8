import { queryOptions, useQuery } from '@tanstack/react-query';
import { requestLogPath } from '@/features/endpoints/api/getRequestLog';
import type { LoggedRequest } from '@/features/endpoints/api/requestTypes';
import { millrace } from '@/lib/http';

export function requestQueryOptions(endpoint: string, requestId: string) {
  return queryOptions({
    queryKey: ['endpoints', endpoint, 'request', requestId],
    queryFn: ({ signal }) =>
      millrace<LoggedRequest>(`${requestLogPath(endpoint)}/entries/${encodeURIComponent(requestId)}`, {
        signal,
      }),
  });
}

/** A request that was kept, with its body and its answer. */
export function useRequest(endpoint: string, requestId: string) {
  return useQuery(requestQueryOptions(endpoint, requestId));
}
