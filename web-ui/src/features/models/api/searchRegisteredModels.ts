import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { RegisteredModel } from '@/features/models/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { quoteText } from '@/lib/quoteText';

type RegisteredModelPage = Known<
  AnswerTo<'GET /api/2.0/mlflow/registered-models/search'>,
  never,
  { registered_models: RegisteredModel[] }
>;

export function searchRegisteredModels(
  name: string,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<RegisteredModelPage> {
  return mlflow<RegisteredModelPage>('registered-models/search', {
    query: {
      max_results: 100,
      filter: name === '' ? undefined : `name ILIKE ${quoteText(`%${name}%`)}`,
      page_token: pageToken,
    },
    signal,
  });
}

export function registeredModelsQueryOptions(name: string) {
  return infiniteQueryOptions({
    queryKey: ['models', 'search', name],
    queryFn: ({ pageParam, signal }) => searchRegisteredModels(name, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });
}

export function useRegisteredModels(name: string) {
  return useInfiniteQuery(registeredModelsQueryOptions(name));
}
