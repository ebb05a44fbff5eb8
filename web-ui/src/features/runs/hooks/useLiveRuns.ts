import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { searchRuns, type RunPage } from '@/features/runs/api/searchRuns';
import type { RunInfo } from '@/features/runs/api/types';
import { quoteText } from '@/lib/quoteText';

/** More changed runs than this are not asked for one by one: the list is loaded anew. */
const MOST_RUNS = 200;

/** Keeps what is on the page up to date in place, so that neither scroll position nor selection moves. */
export function useLiveRuns(experimentId: string) {
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const atTop = useRef(true);

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
      const filter = `run_id IN (${[...changed].map(quoteText).join(', ')})`;
      const { runs } = await searchRuns(
        { experimentId, filter, orderBy: [], stage: 'all' },
        { size: MOST_RUNS },
      );
      const listed = patchLoaded(queries, experimentId, runs);
      const unlisted = runs.filter((run) => run.lifecycle_stage === 'active' && !listed.has(run.run_id));
      for (const kind of ['count', 'groups', 'below', 'children']) {
        void queries.invalidateQueries({ queryKey: ['runs', 'search', kind] });
      }
      if (unlisted.length === 0) return;
      if (atTop.current) showNew();
      else setFresh((before) => new Set([...before, ...unlisted.map((run) => run.run_id)]));
    },
    [queries, experimentId, showNew],
  );
  const onAtTop = useCallback((top: boolean) => {
    atTop.current = top;
  }, []);
  return { onChanges, newRuns: fresh.size, showNew, onAtTop };
}

/** Puts runs in the place of what was loaded of them, and answers which were. */
function patchLoaded(queries: QueryClient, experimentId: string, runs: readonly RunInfo[]): Set<string> {
  const byId = new Map(runs.map((run) => [run.run_id, run]));
  const listed = new Set<string>();
  const patch = (run: RunInfo) => {
    const changed = byId.get(run.run_id);
    if (changed !== undefined) listed.add(run.run_id);
    return changed ?? run;
  };
  queries.setQueriesData<InfiniteData<RunPage>>(
    {
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
  return listed;
}
