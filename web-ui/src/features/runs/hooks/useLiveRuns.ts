import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { searchRuns, type RunPage, type RunsQuery } from '@/features/runs/api/searchRuns';
import type { RunInfo } from '@/features/runs/api/types';
import { both } from '@/features/runs/filterText';
import { quoteList } from '@/lib/quoteText';

/** More changed runs than this are not asked for one by one: the list is loaded anew. */
const MOST_RUNS = 200;

type View = Omit<RunsQuery, 'orderBy'>;

function find(view: View, ids: Iterable<string>): Promise<RunPage> {
  const filter = both(view.filter, `run_id IN ${quoteList(ids)}`);
  return searchRuns({ ...view, filter, orderBy: [] }, { size: MOST_RUNS });
}

/** Those of the runs that the view would list. */
async function listable(view: View, runs: readonly RunInfo[]): Promise<RunInfo[]> {
  if (runs.length === 0) return [];
  if (view.filter === '' && view.stage === undefined) {
    return runs.filter((run) => run.lifecycle_stage === 'active');
  }
  return (
    await find(
      view,
      runs.map((run) => run.run_id),
    )
  ).runs;
}

/** Keeps what is on the page up to date in place, so that neither scroll position nor selection moves. */
export function useLiveRuns({ experimentId, filter, stage }: View) {
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const atTop = useRef(true);
  // A run that matches and stands beyond what is loaded is told of once.
  const told = useRef<Set<string>>(new Set());
  useEffect(() => {
    told.current = new Set();
    setFresh(new Set());
  }, [experimentId, filter, stage]);

  const showNew = useCallback(() => {
    setFresh(new Set());
    void queries.invalidateQueries({ queryKey: ['runs', 'search'] });
  }, [queries]);

  const onChanges = useCallback(
    async (changed: ReadonlySet<string> | 'all') => {
      void queries.invalidateQueries({
        predicate: ({ queryKey: [area, kind, runIds] }) =>
          area === 'runs' &&
          kind === 'values' &&
          (changed === 'all' || (runIds as string[]).some((id) => changed.has(id))),
      });
      if (changed === 'all' || changed.size > MOST_RUNS) {
        await queries.invalidateQueries({ queryKey: ['runs', 'search'] });
        return;
      }
      // Without the filter: a run that no longer matches is still listed as it is now.
      const { runs } = await find({ experimentId, filter: '', stage: 'all' }, changed);
      const listed = patchListed(queries, experimentId, runs);
      for (const kind of ['count', 'groups', 'below', 'children']) {
        void queries.invalidateQueries({ queryKey: ['runs', 'search', kind] });
      }
      // Groups are read again as they are.
      if (listed === undefined) return;
      const unlisted = await listable(
        { experimentId, filter, stage },
        runs.filter((run) => !listed.has(run.run_id) && !told.current.has(run.run_id)),
      );
      if (unlisted.length === 0) return;
      for (const run of unlisted) told.current.add(run.run_id);
      if (atTop.current) showNew();
      else setFresh((before) => new Set([...before, ...unlisted.map((run) => run.run_id)]));
    },
    [queries, experimentId, filter, stage, showNew],
  );
  const onAtTop = useCallback((top: boolean) => {
    atTop.current = top;
  }, []);
  return { onChanges, newRuns: fresh.size, showNew, onAtTop };
}

/** Puts runs in the place of what is listed of them, and answers which are; undefined where there is no list. */
function patchListed(
  queries: QueryClient,
  experimentId: string,
  runs: readonly RunInfo[],
): Set<string> | undefined {
  const byId = new Map(runs.map((run) => [run.run_id, run]));
  const listed = new Set<string>();
  const patch = (run: RunInfo) => {
    const changed = byId.get(run.run_id);
    if (changed !== undefined) listed.add(run.run_id);
    return changed ?? run;
  };
  const lists = queries.setQueriesData<InfiniteData<RunPage>>(
    {
      type: 'active',
      predicate: ({ queryKey: [area, kind, query] }) =>
        area === 'runs' &&
        kind === 'search' &&
        (query as { experimentId?: string } | undefined)?.experimentId === experimentId,
    },
    (data) =>
      data === undefined
        ? undefined
        : { ...data, pages: data.pages.map((page) => ({ ...page, runs: page.runs.map(patch) })) },
  );
  return lists.length === 0 ? undefined : listed;
}
