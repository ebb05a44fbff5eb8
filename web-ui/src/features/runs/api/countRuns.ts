import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { matching, type RunsQuery } from '@/features/runs/api/searchRuns';
import type { AnswerTo, BodyOf } from '@/lib/api';
import { millrace } from '@/lib/http';

/** How many runs there are in all, whatever is loaded. */
export function useRunCount({ experimentId, filter, stage }: Omit<RunsQuery, 'orderBy'>, enabled: boolean) {
  return useQuery({
    queryKey: ['runs', 'search', 'count', experimentId, filter, stage],
    queryFn: ({ signal }) =>
      millrace<Required<AnswerTo<'POST /api/millrace/v1/runs/count'>>>('runs/count', {
        body: matching({ experimentId, filter, stage }) satisfies BodyOf<'POST /api/millrace/v1/runs/count'>,
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled,
  });
}
