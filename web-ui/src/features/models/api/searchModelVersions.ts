import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { ModelVersion } from '@/features/models/api/types';
import { mlflow } from '@/lib/http';

interface ModelVersionPage {
  model_versions?: ModelVersion[];
  next_page_token?: string;
}

export function searchModelVersions(
  name: string,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<ModelVersionPage> {
  return mlflow<ModelVersionPage>('model-versions/search', {
    query: {
      filter: `name = '${name.replaceAll("'", "''")}'`,
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
    queryFn: ({ pageParam, signal }) => searchModelVersions(name, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    select: (data) => data.pages.flatMap((page) => page.model_versions ?? []),
  });
}

/** Newest first. */
export function useModelVersions(name: string) {
  return useInfiniteQuery(modelVersionsQueryOptions(name));
}
