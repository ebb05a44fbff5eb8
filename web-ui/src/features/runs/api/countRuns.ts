import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { matching, type RunsQuery } from '@/features/runs/api/searchRuns';
import { millrace } from '@/lib/http';

/** How many runs there are in all, whatever is loaded. */
export function useRunCount({ experimentId, filter, stage }: Omit<RunsQuery, 'orderBy'>, enabled: boolean) {
  return useQuery({
    queryKey: ['runs', 'search', 'count', experimentId, filter, stage],
    queryFn: ({ signal }) =>
      millrace<{ count: number }>('runs/count', {
        body: matching({ experimentId, filter, stage }),
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled,
  });
}
