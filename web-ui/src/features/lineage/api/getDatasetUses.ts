import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { DatasetUses } from '@/features/lineage/api/types';
import { mergeUses } from '@/features/lineage/mergeUses';
import { millrace } from '@/lib/http';

export function getDatasetUses(
  digest: string,
  pageToken?: string,
  signal?: AbortSignal,
): Promise<DatasetUses> {
  return millrace<DatasetUses>(`datasets/${encodeURIComponent(digest)}`, {
    query: { page_token: pageToken },
    signal,
  });
}

export function datasetUsesQueryOptions(digest: string) {
  return infiniteQueryOptions({
    queryKey: ['lineage', 'dataset', digest],
    queryFn: ({ pageParam, signal }) => getDatasetUses(digest, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    select: (data) => mergeUses(data.pages),
  });
}

/** What a dataset is and who saw it; runs page by page, latest first. */
export function useDatasetUses(digest: string) {
  return useInfiniteQuery(datasetUsesQueryOptions(digest));
}
