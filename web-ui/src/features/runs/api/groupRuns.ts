import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { matching, type RunsQuery } from '@/features/runs/api/searchRuns';
import { millrace } from '@/lib/http';

/** What the runs of a group have under one column. */
export interface Summary {
  count: number;
  mean?: number;
  min?: number;
  max?: number;
}

export interface RunGroup {
  /** What the runs share, in the order of the keys; null where they have none. */
  values: (string | null)[];
  runs: number;
  columns?: Summary[];
}

export interface RunGroups {
  groups?: RunGroup[];
  complete: boolean;
}

interface GroupsQuery extends Omit<RunsQuery, 'orderBy'> {
  groupBy: string[];
  columns: string[];
  limit?: number;
}

export function groupRuns(query: GroupsQuery, signal?: AbortSignal): Promise<RunGroups> {
  return millrace<RunGroups>('runs/groups', {
    body: {
      ...matching(query),
      group_by: query.groupBy,
      columns: query.columns,
      max_results: query.limit,
    },
    signal,
  });
}

export function useRunGroups(query: GroupsQuery, enabled: boolean) {
  return useQuery({
    queryKey: ['runs', 'search', 'groups', query],
    queryFn: ({ signal }) => groupRuns(query, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}
