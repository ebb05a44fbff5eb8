import { queryOptions, useQuery } from '@tanstack/react-query';
import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { VersionQuality } from '@/features/endpoints/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Quality = Known<
  AnswerTo<'GET /api/millrace/v1/endpoints/{name}/quality'>,
  never,
  { versions: VersionQuality[] }
>;

export function qualityQueryOptions(endpoint: string) {
  return queryOptions({
    queryKey: ['endpoints', endpoint, 'quality'],
    queryFn: ({ signal }) => millrace<Quality>(`${endpointPath(endpoint)}/quality`, { signal }),
  });
}

/** How good the predictions were whose ground truth is known. */
export function useQuality(endpoint: string) {
  return useQuery(qualityQueryOptions(endpoint));
}
