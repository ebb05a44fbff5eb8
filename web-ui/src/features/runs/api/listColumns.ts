import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { millrace } from '@/lib/http';

/** What the runs of an experiment have under one name. */
export interface CatalogueColumn {
  key: string;
  kind: 'attribute' | 'metric' | 'param' | 'tag';
  type: 'number' | 'text';
  /** How many runs have it. */
  count: number;
  /** How many different values there are, at least. */
  distinct: number;
  min?: number | string;
  max?: number | string;
}

interface ColumnPage {
  columns?: CatalogueColumn[];
  /** How many runs were looked at. */
  runs: number;
  next_page_token?: string;
}

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
