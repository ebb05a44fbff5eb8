import { useInfiniteQuery } from '@tanstack/react-query';
import type { Deleted, DeletedExperiment, DeletedRun, Trash } from '@/features/storage/api/types';
import type { Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type TrashPage<Item extends Deleted> = Known<Trash, never, { items: Item[] }>;

/** What is deleted, the last that was deleted first, with the count of all. */
function useTrash<Item extends Deleted>(kind: 'experiments' | 'runs') {
  return useInfiniteQuery({
    queryKey: ['storage', 'trash', kind],
    queryFn: ({ pageParam, signal }) =>
      millrace<TrashPage<Item>>('admin/trash', {
        query: { kind, max_results: 50, page_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
  });
}

export const useDeletedExperiments = () => useTrash<DeletedExperiment>('experiments');

/** Those of experiments that are not deleted; the others come back with theirs. */
export const useDeletedRuns = () => useTrash<DeletedRun>('runs');
