import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Run } from '@/features/runs/api/types';
import { mlflow } from '@/lib/http';

export interface RunsQuery {
  experimentId: string;
  filter: string;
  orderBy: string[];
}

interface RunPage {
  runs?: Run[];
  next_page_token?: string;
}

const PAGE_SIZE = 200;

export function searchRuns(query: RunsQuery, pageToken?: string, signal?: AbortSignal): Promise<RunPage> {
  return mlflow<RunPage>('runs/search', {
    body: {
      experiment_ids: [query.experimentId],
      filter: query.filter === '' ? undefined : query.filter,
      order_by: query.orderBy,
      max_results: PAGE_SIZE,
      page_token: pageToken,
    },
    signal,
  });
}

export function runsQueryOptions(query: RunsQuery) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'search', query],
    queryFn: ({ pageParam, signal }) => searchRuns(query, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });
}

export function useRuns(query: RunsQuery) {
  return useInfiniteQuery(runsQueryOptions(query));
}
