import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { searchRuns, type RunsQuery } from '@/features/runs/api/searchRuns';
import type { Below } from '@/features/runs/lines';

/** How many runs are listed below a line at first, and how many times as many with each wish for more. */
const AT_FIRST = 100;
const GROWTH = 5;
const AT_MOST = 50_000;

/**
 * What is below each line that is open, by its id.
 *
 * @param filters the id of each of them, and the filter that finds what is below it
 */
export function useBelow(base: Omit<RunsQuery, 'orderBy'>, orderBy: string[], filters: [string, string][]) {
  const queries = useQueryClient();
  // Kept by filter and beside the keys: what is listed stays while more of it is read.
  const [sizes] = useState(() => new Map<string, number>());
  const sizeOf = useCallback((filter: string) => sizes.get(filter) ?? AT_FIRST, [sizes]);
  const keyOf = useCallback(
    (filter: string) => ['runs', 'search', 'below', { ...base, filter, orderBy }],
    [base, orderBy],
  );
  const results = useQueries({
    queries: filters.map(([, filter]) => ({
      queryKey: keyOf(filter),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        searchRuns({ ...base, filter, orderBy }, { signal, size: sizeOf(filter) }),
    })),
  });
  const entries = filters.map(([id, filter], i): [string, Below] => {
    const { data, isPending, isFetching, isError } = results[i]!;
    const runs = data?.runs ?? [];
    const more = data?.next_page_token !== undefined;
    const grows = isFetching && more && runs.length < sizeOf(filter);
    return [id, { runs, filter, more, loading: isPending || grows, failed: isError && !isFetching }];
  });
  const key = entries
    .map(([, { loading, failed }], i) => `${results[i]!.dataUpdatedAt}${loading}${failed}`)
    .join();
  const below = useMemo<ReadonlyMap<string, Below>>(
    () => new Map(entries),
    // The entries are new objects each time; the key tells when they differ.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [filters, key],
  );
  /** Lists more of what a filter finds, or asks again for what could not be read. */
  const onMore = useCallback(
    (filter: string) => {
      const queryKey = keyOf(filter);
      if (queries.getQueryState(queryKey)?.status === 'success') {
        sizes.set(filter, Math.min(AT_MOST, sizeOf(filter) * GROWTH));
      }
      void queries.refetchQueries({ queryKey, exact: true });
    },
    [queries, keyOf, sizes, sizeOf],
  );
  return { below, onMore };
}
