import { useCallback, useMemo, useState } from 'react';
import { useChildCounts } from '@/features/runs/api/countChildren';
import { useRunCount } from '@/features/runs/api/countRuns';
import { useRunGroups, type RunGroup } from '@/features/runs/api/groupRuns';
import { useRuns, type RunsQuery } from '@/features/runs/api/searchRuns';
import { both, hasValue, listFilter, PARENT_FIELD } from '@/features/runs/filterText';
import { useBelow } from '@/features/runs/hooks/useBelow';
import { groupId, linesOfGroups, linesOfRuns } from '@/features/runs/lines';
import { columnOfId, type RunColumn } from '@/features/runs/runColumns';
import { toOrderBy } from '@/features/runs/sorting';
import { DEFAULT_SORT, type RunsSearch } from '@/features/runs/runsSearch';
import { sortGroups } from '@/features/runs/sortGroups';
import { ApiError } from '@/lib/http';
import { quoteList } from '@/lib/quoteText';

const NONE: never[] = [];

/** How many groups there are at first, and at most: the largest ones. */
const GROUPS_AT_FIRST = 200;
const MOST_GROUPS = 1_000;

/** Of how many metrics groups are summed up: those that come first in the view. */
const SUMMED_AT_ONCE = 100;

/** The lines of the table as the view wants them: runs, groups of runs, or runs below their parents. */
export function useLines(experimentId: string, search: RunsSearch, shown: readonly RunColumn[]) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const sort = search.sort ?? DEFAULT_SORT;
  const filter = search.filter ?? '';
  const grouping = useMemo(() => groupingOf(search.group), [search.group]);
  const grouped = grouping.length > 0;
  const tree = search.tree === true && !grouped;

  const orderBy = useMemo(() => toOrderBy(sort), [sort]);
  const base = useMemo(
    () => ({ experimentId, filter, stage: search.stage }),
    [experimentId, filter, search.stage],
  );
  const query = useMemo<RunsQuery>(
    () => ({ ...base, filter: listFilter(filter, tree), orderBy }),
    [base, tree, filter, orderBy],
  );
  const hiddenIds = search.out;
  const visible = useMemo<RunsQuery>(
    () =>
      hiddenIds === undefined
        ? query
        : { ...query, filter: both(query.filter, `run_id NOT IN ${quoteList(hiddenIds)}`) },
    [query, hiddenIds],
  );
  const runsQuery = useRuns(query, !grouped);
  const count = useRunCount(query, true);
  const visibleCount = useRunCount(visible, true);
  const summed = useMemo(() => (grouped ? summedOf(shown) : []), [grouped, shown]);
  const [groupLimit, setGroupLimit] = useState(GROUPS_AT_FIRST);
  const groupsQuery = useRunGroups(
    { ...base, groupBy: grouping.map(fieldOf), columns: summed.map(fieldOf), limit: groupLimit },
    grouped,
  );

  const runs = useMemo(
    () => (grouped ? NONE : (runsQuery.data?.pages.flatMap((page) => page.runs) ?? NONE)),
    [grouped, runsQuery.data],
  );
  const groups = useMemo(
    () => sortGroups((grouped ? groupsQuery.data?.groups : undefined) ?? NONE, sort, grouping, summed),
    [grouped, groupsQuery.data, sort, grouping, summed],
  );
  const active = grouped ? groupsQuery : runsQuery;
  // Of a tree more is asked for than was typed: the server is to point into what was.
  const typed = useRunCount(base, tree && isRefused(active.error));
  const openFilters = useOpenFilters(open, groups, grouping, tree, filter);
  const { below, onMore } = useBelow(base, orderBy, openFilters);
  const nested = useMemo(() => [...below.values()].flatMap((list) => list.runs), [below]);
  const children = useChildCounts(base, runs, tree);
  const grandchildren = useChildCounts(base, nested, tree);

  const hidden = useMemo(() => new Set(hiddenIds), [hiddenIds]);
  const lines = useMemo(() => {
    const source = { hidden, open, below, children: new Map([...children, ...grandchildren]) };
    return grouped ? linesOfGroups(groups, source) : linesOfRuns(runs, source);
  }, [grouped, groups, runs, hidden, open, below, children, grandchildren]);

  const toggle = useCallback(
    (id: string) =>
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = runsQuery;
  const complete = grouped ? groupsQuery.data?.complete : !hasNextPage;
  const onEnd = useCallback(() => {
    if (grouped) {
      if (complete === false) setGroupLimit(MOST_GROUPS);
    } else if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [grouped, complete, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    lines,
    runs,
    query,
    /** Finds what the query finds, without the runs that are hidden. */
    visible,
    summed,
    toggle,
    onMore,
    grouped,
    count: count.data?.count,
    visibleCount: visibleCount.data?.count,
    complete,
    onEnd,
    active,
    /** What is wrong with the filter as it was typed. */
    fault: isRefused(active.error) ? (typed.error ?? active.error ?? undefined) : undefined,
  };
}

function isRefused(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 400;
}

const fieldOf = (column: RunColumn) => column.field ?? column.key;

function groupingOf(group: readonly string[] | undefined): RunColumn[] {
  return (group ?? [])
    .flatMap((id) => columnOfId(id) ?? [])
    .map((column) => (column.kind === 'attribute' ? { ...column, field: column.key } : column));
}

function summedOf(shown: readonly RunColumn[]): RunColumn[] {
  return shown
    .filter((column) => column.kind === 'metric' || column.id === 'attributes.duration')
    .slice(0, SUMMED_AT_ONCE);
}

/** The filters that find what is below each line that is open. */
function useOpenFilters(
  open: ReadonlySet<string>,
  groups: readonly RunGroup[],
  grouping: readonly RunColumn[],
  tree: boolean,
  filter: string,
): [string, string][] {
  return useMemo(() => {
    const byId = new Map(groups.map((group) => [groupId(group), group]));
    return [...open].flatMap((id): [string, string][] => {
      const group = byId.get(id);
      if (group !== undefined) {
        const conditions = grouping.map((column, i) => hasValue(fieldOf(column), group.values[i] ?? null));
        return [[id, both(filter, conditions.join(' AND '))]];
      }
      return tree && !id.startsWith('group:') ? [[id, hasValue(PARENT_FIELD, id)]] : [];
    });
  }, [open, groups, grouping, tree, filter]);
}
