import { QueryCache, QueryClient } from '@tanstack/react-query';
import { HEALTH_KEY } from '@/features/server-status/api/getHealth';
import { ServerUnreachableError } from '@/lib/http';

/** An answer that says no is final; a server that does not answer is asked again, by the banner too. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (error instanceof ServerUnreachableError && query.queryKey[0] !== HEALTH_KEY[0]) {
          void client.invalidateQueries({ queryKey: HEALTH_KEY });
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => error instanceof ServerUnreachableError && failures < 1,
        // The server may well be on this machine while the network is not there.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
