import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Experiment } from '@/features/experiments/api/types';
import { mlflow } from '@/lib/http';
import { quoteText } from '@/lib/quoteText';

interface ExperimentPage {
  experiments?: Experiment[];
  next_page_token?: string;
}

export function searchExperiments(
  name: string,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<ExperimentPage> {
  return mlflow<ExperimentPage>('experiments/search', {
    body: {
      max_results: 100,
      filter: name === '' ? undefined : `name ILIKE ${quoteText(`%${name}%`)}`,
      order_by: ['last_update_time DESC'],
      page_token: pageToken,
    },
    signal,
  });
}

export function experimentsQueryOptions(name: string) {
  return infiniteQueryOptions({
    queryKey: ['experiments', 'search', name],
    queryFn: ({ pageParam, signal }) => searchExperiments(name, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });
}

export function useExperiments(name: string) {
  return useInfiniteQuery(experimentsQueryOptions(name));
}
