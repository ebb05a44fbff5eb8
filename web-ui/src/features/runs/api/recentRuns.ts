import { queryOptions, useQuery } from '@tanstack/react-query';
import { searchRunInfos } from '@/features/runs/api/searchRunInfos';
import type { RunStatus } from '@/features/runs/api/types';

const SHOWN = 8;

/** The newest runs of these experiments that stand so. */
export function useRecentRuns(experimentIds: readonly string[], status: RunStatus) {
  return useQuery(
    queryOptions({
      queryKey: ['runs', 'recent', status, experimentIds],
      queryFn: ({ signal }) =>
        searchRunInfos(
          {
            experimentIds,
            filter: `attributes.status = '${status}'`,
            orderBy: ['attributes.start_time DESC'],
            most: SHOWN,
          },
          signal,
        ),
      enabled: experimentIds.length > 0,
      refetchInterval: 10_000,
    }),
  );
}
