import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Run, RunStatus } from '@/features/runs/api/types';
import { mlflow } from '@/lib/http';

const SHOWN = 8;

/** The newest runs of these experiments that stand so. */
export function useRecentRuns(experimentIds: readonly string[], status: RunStatus) {
  return useQuery(
    queryOptions({
      queryKey: ['runs', 'recent', status, experimentIds],
      queryFn: async ({ signal }) => {
        const page = await mlflow<{ runs?: Run[] }>('runs/search', {
          body: {
            experiment_ids: experimentIds,
            filter: `attributes.status = '${status}'`,
            order_by: ['attributes.start_time DESC'],
            max_results: SHOWN,
          },
          signal,
        });
        return page.runs ?? [];
      },
      enabled: experimentIds.length > 0,
      refetchInterval: 10_000,
    }),
  );
}
