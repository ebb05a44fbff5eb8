import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { AnswerTo, ItemOf, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Columns = AnswerTo<'GET /api/millrace/v1/experiments/{experiment_id}/columns'>;

/** What the runs of an experiment have under one name: how many have it, with how many different values at least. */
export type CatalogueColumn = Known<
  ItemOf<Columns['columns']>,
  never,
  { min: number | string; max: number | string }
>;

/** With how many runs were looked at. */
type ColumnPage = Known<Columns, never, { columns: CatalogueColumn[] }>;

export interface Catalogue {
  columns: CatalogueColumn[];
  runs: number;
  /** Whether more columns are on their way. */
  loading: boolean;
}

const PAGE_SIZE = 200;

function columnsQueryOptions(experimentId: string) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'columns', experimentId],
    queryFn: ({ pageParam, signal }) =>
      millrace<ColumnPage>(`experiments/${encodeURIComponent(experimentId)}/columns`, {
        query: {
          kind: ['metric', 'param', 'tag'],
          max_results: PAGE_SIZE,
          page_token: pageParam,
          view_type: 'ALL',
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    staleTime: 60_000,
  });
}

/** All columns of an experiment, page after page, so that they are there before the runs that have them. */
export function useCatalogue(experimentId: string): Catalogue {
  const query = useInfiniteQuery(columnsQueryOptions(experimentId));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isError, isPending } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const loading = isPending || hasNextPage;
  return useMemo(
    () => ({
      columns: data?.pages.flatMap((page) => page.columns ?? []) ?? [],
      runs: data?.pages[0]?.runs ?? 0,
      loading,
    }),
    [data, loading],
  );
}
