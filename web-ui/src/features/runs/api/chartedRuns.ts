import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { getRun } from '@/features/runs/api/getRun';
import type { Run } from '@/features/runs/api/types';
import { mlflow } from '@/lib/http';

interface ChartedQuery {
  experimentId: string;
  filter: string;
  /** IDs; where there are some, the filter does not matter. */
  selected: readonly string[];
}

interface ChartedRuns {
  runs: Run[];
  /** More match than were loaded. */
  more: boolean;
}

const MOST_RUNS = 1_000;

async function chartedRuns(
  { experimentId, filter, selected }: ChartedQuery,
  signal: AbortSignal,
): Promise<ChartedRuns> {
  if (selected.length > 0) {
    return { runs: await Promise.all(selected.map((id) => getRun(id, signal))), more: false };
  }
  const page = await mlflow<{ runs?: Run[]; next_page_token?: string }>('runs/search', {
    body: {
      experiment_ids: [experimentId],
      filter: filter === '' ? undefined : filter,
      order_by: ['attributes.start_time DESC'],
      max_results: MOST_RUNS,
    },
    signal,
  });
  return { runs: page.runs ?? [], more: (page.next_page_token ?? '') !== '' };
}

/** The runs that an experiment's charts are made of, the newest first. */
export function useChartedRuns(query: ChartedQuery) {
  return useQuery(
    queryOptions({
      queryKey: ['runs', 'charted', query.experimentId, query],
      queryFn: ({ signal }) => chartedRuns(query, signal),
      placeholderData: keepPreviousData,
    }),
  );
}
