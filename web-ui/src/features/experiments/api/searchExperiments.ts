import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Experiment } from '@/features/experiments/api/types';
import type { AnswerTo, BodyOf, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { quoteText } from '@/lib/quoteText';

type ExperimentPage = Known<
  AnswerTo<'POST /api/2.0/mlflow/experiments/search'>,
  never,
  { experiments: Experiment[] }
>;

const IDS_AT_ONCE = 1_000;

export function searchExperiments(
  name: string,
  pageToken?: string,
  signal?: AbortSignal,
  most = 100,
): Promise<ExperimentPage> {
  return mlflow<ExperimentPage>('experiments/search', {
    body: {
      max_results: most,
      filter: name === '' ? undefined : `name ILIKE ${quoteText(`%${name}%`)}`,
      order_by: ['last_update_time DESC'],
      page_token: pageToken,
    } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/search'>,
    signal,
  });
}

/** Of every experiment, however many there are. */
export async function findAllExperimentIds(signal?: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  let pageToken: string | undefined;
  do {
    const page: ExperimentPage = await searchExperiments('', pageToken, signal, IDS_AT_ONCE);
    ids.push(...(page.experiments ?? []).map((experiment) => experiment.experiment_id));
    pageToken = page.next_page_token;
  } while (pageToken !== undefined && pageToken !== '');
  return ids;
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
