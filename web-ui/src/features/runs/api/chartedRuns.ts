import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { getRun } from '@/features/runs/api/getRun';
import type { FoundRuns, Run } from '@/features/runs/api/types';
import { both } from '@/features/runs/filterText';
import type { BodyOf } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { quoteList } from '@/lib/quoteText';

interface ChartedQuery {
  experimentId: string;
  filter: string;
  /** IDs; where there are some, the filter does not matter. */
  selected: readonly string[];
}

interface ChartedRuns {
  runs: Run[];
  /** More match than were loaded. */
  more: boolean;
}

const MOST_RUNS = 1_000;
/** More changed runs than this are not asked for one by one. */
const MOST_CHANGED = 200;

async function chartedRuns(
  { experimentId, filter, selected }: ChartedQuery,
  signal?: AbortSignal,
): Promise<ChartedRuns> {
  if (selected.length > 0) {
    return { runs: await Promise.all(selected.map((id) => getRun(id, signal))), more: false };
  }
  const page = await mlflow<FoundRuns>('runs/search', {
    body: {
      experiment_ids: [experimentId],
      filter: filter === '' ? undefined : filter,
      order_by: ['attributes.start_time DESC'],
      max_results: MOST_RUNS,
    } satisfies BodyOf<'POST /api/2.0/mlflow/runs/search'>,
    signal,
  });
  return { runs: page.runs ?? [], more: (page.next_page_token ?? '') !== '' };
}

const keyOf = (query: ChartedQuery) => ['runs', 'charted', query.experimentId, query];

/** The runs that an experiment's charts are made of, the newest first. */
export function chartedRunsQueryOptions(query: ChartedQuery) {
  return queryOptions({
    queryKey: keyOf(query),
    queryFn: ({ signal }) => chartedRuns(query, signal),
  });
}

export function useChartedRuns(query: ChartedQuery) {
  return useQuery({ ...chartedRunsQueryOptions(query), placeholderData: keepPreviousData });
}

/** Those of the changed runs that are to be drawn, as they are now. */
async function drawnOf({ experimentId, filter, selected }: ChartedQuery, changed: readonly string[]) {
  if (selected.length > 0) {
    const again = selected.filter((id) => changed.includes(id));
    return Promise.all(again.map((id) => getRun(id)));
  }
  const those = `run_id IN ${quoteList(changed)}`;
  return (await chartedRuns({ experimentId, filter: both(filter, those), selected })).runs;
}

/** Puts what changed in its place: those found as they are now, and without those that match no more. */
function withChanged(
  before: ChartedRuns,
  found: readonly Run[],
  changed: ReadonlySet<string>,
  { selected }: ChartedQuery,
): ChartedRuns {
  if (selected.length > 0) {
    const byId = new Map(found.map((run) => [run.info.run_id, run]));
    return { ...before, runs: before.runs.map((run) => byId.get(run.info.run_id) ?? run) };
  }
  const kept = before.runs.filter((run) => !changed.has(run.info.run_id));
  const runs = [...found, ...kept].sort((a, b) => b.info.start_time - a.info.start_time);
  return { runs: runs.slice(0, MOST_RUNS), more: before.more || runs.length > MOST_RUNS };
}

/** Reads again what changed of the runs that are charted, and nothing of the others. */
export function useChartedChanges(query: ChartedQuery) {
  const queries = useQueryClient();
  return useCallback(
    async (changed: ReadonlySet<string> | 'all') => {
      const queryKey = keyOf(query);
      if (changed === 'all' || changed.size > MOST_CHANGED) {
        await queries.invalidateQueries({ queryKey });
        return;
      }
      const found = await drawnOf(query, [...changed]);
      queries.setQueryData<ChartedRuns>(queryKey, (before) =>
        before === undefined ? undefined : withChanged(before, found, changed, query),
      );
    },
    [queries, query],
  );
}
