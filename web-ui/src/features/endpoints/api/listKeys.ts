import { queryOptions, useQuery } from '@tanstack/react-query';
import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { EndpointKey } from '@/features/endpoints/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<AnswerTo<'GET /api/millrace/v1/endpoints/{name}/keys'>, never, { keys: EndpointKey[] }>;

export function keysPath(endpoint: string): string {
  return `${endpointPath(endpoint)}/keys`;
}

export function keysQueryOptions(endpoint: string) {
  return queryOptions({
    queryKey: ['endpoints', endpoint, 'keys'],
    queryFn: async ({ signal }) => {
      const { keys } = await millrace<Answer>(keysPath(endpoint), { signal });
      return keys ?? [];
    },
  });
}

/** The keys that an endpoint can be asked with, by name. */
export function useKeys(endpoint: string) {
  return useQuery(keysQueryOptions(endpoint));
}
