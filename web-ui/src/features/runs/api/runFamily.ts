import { queryOptions, useQuery } from '@tanstack/react-query';
import { searchRunInfos } from '@/features/runs/api/searchRunInfos';
import type { RunInfo } from '@/features/runs/api/types';
import { hasValue, PARENT_FIELD } from '@/features/runs/filterText';
import { quoteList } from '@/lib/quoteText';

const MOST_CHILDREN = 100;

/** The run that a run belongs to, where it is still there, and those that belong to it. */
async function runFamily(run: RunInfo, parentId: string | undefined, signal: AbortSignal) {
  const find = (filter: string) =>
    searchRunInfos({ experimentIds: [run.experiment_id], filter, most: MOST_CHILDREN }, signal);
  const [parents, children] = await Promise.all([
    parentId === undefined ? [] : find(`attributes.run_id IN ${quoteList([parentId])}`),
    find(hasValue(PARENT_FIELD, run.run_id)),
  ]);
  return { parent: parents[0], children, cut: children.length === MOST_CHILDREN };
}

export function useRunFamily(run: RunInfo, parentId: string | undefined) {
  return useQuery(
    queryOptions({
      queryKey: ['runs', run.run_id, 'family', parentId],
      queryFn: ({ signal }) => runFamily(run, parentId, signal),
    }),
  );
}
