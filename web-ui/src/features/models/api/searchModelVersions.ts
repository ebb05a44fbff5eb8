import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ModelVersion } from '@/features/models/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { quoteText } from '@/lib/quoteText';

type ModelVersionPage = Known<
  AnswerTo<'GET /api/2.0/mlflow/model-versions/search'>,
  never,
  { model_versions: ModelVersion[] }
>;

export function searchModelVersions(
  field: 'name' | 'run_id',
  value: string,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<ModelVersionPage> {
  return mlflow<ModelVersionPage>('model-versions/search', {
    query: {
      filter: `${field} = ${quoteText(value)}`,
      order_by: ['version_number DESC'],
      max_results: 200,
      page_token: pageToken,
    },
    signal,
  });
}

export function modelVersionsQueryOptions(name: string) {
  return infiniteQueryOptions({
    queryKey: ['models', 'versions', name],
    queryFn: ({ pageParam, signal }) => searchModelVersions('name', name, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    select: (data) => data.pages.flatMap((page) => page.model_versions ?? []),
  });
}

/** Newest first. */
export function useModelVersions(name: string) {
  return useInfiniteQuery(modelVersionsQueryOptions(name));
}

export function runVersionsQueryOptions(runId: string) {
  return queryOptions({
    queryKey: ['models', 'versions-of-run', runId],
    queryFn: ({ signal }) => searchModelVersions('run_id', runId, undefined, signal),
    select: (page) => page.model_versions ?? [],
  });
}

/** What the models of a run were registered as. */
export function useRunVersions(runId: string) {
  return useQuery(runVersionsQueryOptions(runId));
}
