import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { LoggedModel } from '@/features/models/api/types';
import type { AnswerTo, BodyOf, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';

type LoggedModelPage = Known<
  AnswerTo<'POST /api/2.0/mlflow/logged-models/search'>,
  never,
  { models: LoggedModel[] }
>;

export function searchLoggedModels(
  experimentId: string,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<LoggedModelPage> {
  return mlflow<LoggedModelPage>('logged-models/search', {
    body: {
      experiment_ids: [experimentId],
      max_results: 50,
      page_token: pageToken,
    } satisfies BodyOf<'POST /api/2.0/mlflow/logged-models/search'>,
    signal,
  });
}

export function loggedModelsQueryOptions(experimentId: string) {
  return infiniteQueryOptions({
    queryKey: ['logged-models', 'search', experimentId],
    queryFn: ({ pageParam, signal }) => searchLoggedModels(experimentId, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    select: (data) => data.pages.flatMap((page) => page.models ?? []),
  });
}

/** The models that runs of an experiment logged, the newest first. */
export function useLoggedModelsOf(experimentId: string) {
  return useInfiniteQuery(loggedModelsQueryOptions(experimentId));
}
