import { useInfiniteQuery } from '@tanstack/react-query';
import type { DeletedExperiment, DeletedRun } from '@/features/storage/api/types';
import { millrace, mlflow } from '@/lib/http';

const PAGE = 50;

interface RunPage {
  runs?: DeletedRun[];
  next_page_token?: string;
}

interface ExperimentPage {
  experiments?: DeletedExperiment[];
  next_page_token?: string;
}

/** The deleted runs of all experiments, the one deleted last first. */
export function useDeletedRuns() {
  return useInfiniteQuery({
    queryKey: ['storage', 'deleted-runs'],
    queryFn: ({ pageParam, signal }) =>
      millrace<RunPage>('trash/runs', { query: { max_results: PAGE, page_token: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
  });
}

/** The deleted experiments, the one deleted last first. */
export function useDeletedExperiments() {
  return useInfiniteQuery({
    queryKey: ['storage', 'deleted-experiments'],
    queryFn: ({ pageParam, signal }) =>
      mlflow<ExperimentPage>('experiments/search', {
        body: {
          view_type: 'DELETED_ONLY',
          max_results: PAGE,
          order_by: ['last_update_time DESC'],
          page_token: pageParam,
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
  });
}
