import { keepPreviousData, useQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { groupRuns } from '@/features/runs/api/groupRuns';
import type { RunsQuery } from '@/features/runs/api/searchRuns';
import type { RunInfo } from '@/features/runs/api/types';
import { PARENT_FIELD } from '@/features/runs/filterText';
import { quoteList } from '@/lib/quoteText';

type Scope = Pick<RunsQuery, 'experimentId' | 'stage'>;
type Counts = ReadonlyMap<string, number>;

/** As many runs as a page of the list has: a page that is loaded is not counted again for the next one. */
const RUNS_AT_ONCE = 100;
const NONE: Counts = new Map();

async function countChildren(
  { experimentId, stage }: Scope,
  ids: string[],
  signal: AbortSignal,
): Promise<Counts> {
  const { groups = [] } = await groupRuns(
    {
      experimentId,
      stage,
      filter: `${PARENT_FIELD} IN ${quoteList(ids)}`,
      groupBy: [PARENT_FIELD],
      columns: [],
      limit: RUNS_AT_ONCE,
    },
    signal,
  );
  return new Map(groups.map((group) => [group.values[0] ?? '', group.runs]));
}

/** Counts part by part; a part that was counted is asked for again when it is out of date. */
async function countInParts(queries: QueryClient, scope: Scope, ids: readonly string[]): Promise<Counts> {
  const parts: string[][] = [];
  for (let start = 0; start < ids.length; start += RUNS_AT_ONCE) {
    parts.push(ids.slice(start, start + RUNS_AT_ONCE));
  }
  const counts = await Promise.all(
    parts.map((part) =>
      queries.fetchQuery({
        queryKey: ['runs', 'search', 'children', 'part', scope.experimentId, scope.stage, part],
        queryFn: ({ signal }) => countChildren(scope, part, signal),
        staleTime: Infinity,
      }),
    ),
  );
  return new Map(counts.flatMap((part) => [...part]));
}

/** How many children each of the runs has, of those that have any; where it is not enabled, none has. */
export function useChildCounts(
  { experimentId, stage }: Scope,
  runs: readonly RunInfo[],
  enabled: boolean,
): Counts {
  // The key is made at every drawing of the page, with all of the ids.
  const ids = useMemo(() => (enabled ? runs.map((run) => run.run_id) : []), [enabled, runs]);
  const { data } = useQuery({
    queryKey: ['runs', 'search', 'children', 'all', experimentId, stage, ids],
    queryFn: ({ client }) => countInParts(client, { experimentId, stage }, ids),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  // What was there before is kept even where nothing is asked for.
  return (enabled ? data : undefined) ?? NONE;
}
