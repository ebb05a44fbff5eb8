import { queryOptions, useQuery } from '@tanstack/react-query';
import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { VersionDrift } from '@/features/endpoints/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<
  AnswerTo<'GET /api/millrace/v1/endpoints/{name}/drift'>,
  never,
  { versions: VersionDrift[] }
>;

const DAY = 24 * 3_600_000;

async function getDrift(endpoint: string, signal: AbortSignal): Promise<VersionDrift[]> {
  const answer = await millrace<Answer>(`${endpointPath(endpoint)}/drift`, {
    query: { from: Date.now() - DAY },
    signal,
  });
  return answer.versions ?? [];
}

export function driftQueryOptions(endpoint: string) {
  return queryOptions({
    queryKey: ['endpoints', endpoint, 'drift'],
    queryFn: ({ signal }) => getDrift(endpoint, signal),
    // It reads the requests of a day.
    staleTime: 60_000,
  });
}

/** How what versions were asked in the last day differs from their references. */
export function useDrift(endpoint: string) {
  return useQuery(driftQueryOptions(endpoint));
}
