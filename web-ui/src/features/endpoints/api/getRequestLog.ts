import { queryOptions, useQuery } from '@tanstack/react-query';
import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { RequestLogSettings } from '@/features/endpoints/api/requestTypes';
import { millrace } from '@/lib/http';

export function requestLogPath(endpoint: string): string {
  return `${endpointPath(endpoint)}/request-log`;
}

async function getRequestLog(endpoint: string, signal: AbortSignal): Promise<RequestLogSettings | null> {
  const settings = await millrace<RequestLogSettings>(requestLogPath(endpoint), { signal });
  return settings.sample_rate === undefined ? null : settings;
}

export function requestLogQueryOptions(endpoint: string) {
  return queryOptions({
    queryKey: ['endpoints', endpoint, 'request-log'],
    queryFn: ({ signal }) => getRequestLog(endpoint, signal),
  });
}

/** What an endpoint keeps of its requests; null where it keeps none. */
export function useRequestLog(endpoint: string) {
  return useQuery(requestLogQueryOptions(endpoint));
}
