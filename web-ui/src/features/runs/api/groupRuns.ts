import { useQuery } from '@tanstack/react-query';
import { matching, type RunsQuery } from '@/features/runs/api/searchRuns';
import type { AnswerTo, BodyOf, Known, Schema } from '@/lib/api';
import { millrace } from '@/lib/http';

/** What the runs of a group have under one column. */
export type Summary = Schema<'Summary'>;

/** The values are what the runs share, in the order of the keys; null where they have none. */
export type RunGroup = Known<Schema<'Group'>, 'values', { values: (string | null)[]; columns: Summary[] }>;

export type RunGroups = Known<AnswerTo<'POST /api/millrace/v1/runs/groups'>, never, { groups: RunGroup[] }>;

export interface GroupsQuery extends Omit<RunsQuery, 'orderBy'> {
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
    } satisfies BodyOf<'POST /api/millrace/v1/runs/groups'>,
    signal,
  });
}

const same = (some: readonly string[], others: readonly string[]) => some.join('\n') === others.join('\n');

/** What is known of the groups while they are read anew; groups by other keys would stand under wrong names. */
export function stillTrue(
  groups: RunGroups | undefined,
  asked: GroupsQuery | undefined,
  now: GroupsQuery,
): RunGroups | undefined {
  if (groups === undefined || asked === undefined || !same(asked.groupBy, now.groupBy)) return undefined;
  if (same(asked.columns, now.columns)) return groups;
  return { ...groups, groups: groups.groups?.map(({ values, runs }) => ({ values, runs })) };
}

export function useRunGroups(query: GroupsQuery, enabled: boolean) {
  return useQuery({
    queryKey: ['runs', 'search', 'groups', query],
    queryFn: ({ signal }) => groupRuns(query, signal),
    placeholderData: (groups: RunGroups | undefined, before) =>
      stillTrue(groups, before?.queryKey[3] as GroupsQuery | undefined, query),
    enabled,
  });
}
