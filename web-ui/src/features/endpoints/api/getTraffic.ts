import { queryOptions, useQuery } from '@tanstack/react-query';
import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { VersionTraffic } from '@/features/endpoints/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<
  AnswerTo<'GET /api/millrace/v1/endpoints/{name}/traffic'>,
  never,
  { versions: VersionTraffic[] }
>;

export function trafficQueryOptions(endpoint: string) {
  return queryOptions({
    queryKey: ['endpoints', endpoint, 'traffic'],
    queryFn: async ({ signal }) => {
      const answer = await millrace<Answer>(`${endpointPath(endpoint)}/traffic`, {
        signal,
      });
      return answer.versions ?? [];
    },
    refetchInterval: 5_000,
  });
}

/** How the requests were answered that came to the server which answers. */
export function useTraffic(endpoint: string) {
  return useQuery(trafficQueryOptions(endpoint));
}
