import { queryOptions } from '@tanstack/react-query';
import { request } from '@/lib/http';

export const HEALTH_KEY = ['health'] as const;

/** Asked now and then while all is well, and every two seconds while the server is lost. */
export function healthQueryOptions() {
  return queryOptions({
    queryKey: HEALTH_KEY,
    queryFn: async ({ signal }) => {
      await request('health', { signal });
      return true;
    },
    retry: false,
    refetchInterval: (query) => (query.state.status === 'error' ? 2_000 : 20_000),
    staleTime: 0,
  });
}
