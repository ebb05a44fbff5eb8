import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { FoundRuns, RunInfo } from '@/features/runs/api/types';
import type { StageView } from '@/features/runs/runsSearch';
import type { BodyOf } from '@/lib/api';
import { mlflow } from '@/lib/http';

export interface RunsQuery {
  experimentId: string;
  filter: string;
  orderBy: string[];
  stage?: StageView;
}

export interface RunPage {
  runs: RunInfo[];
  next_page_token?: string;
}

/** All that take which runs are meant. */
type Searching =
  'POST /api/2.0/mlflow/runs/search' | `POST /api/millrace/v1/runs/${'count' | 'groups' | 'export'}`;

const PAGE_SIZE = 100;

const viewTypes = { deleted: 'DELETED_ONLY', all: 'ALL' } as const;

type Matching = {
  -readonly [Field in 'experiment_ids' | 'filter' | 'run_view_type']: BodyOf<Searching>[Field];
};

/** The fields that say which runs are meant, as every route that searches takes them. */
export function matching({ experimentId, filter, stage }: Omit<RunsQuery, 'orderBy'>): Matching {
  return {
    experiment_ids: [experimentId],
    filter: filter === '' ? undefined : filter,
    run_view_type: stage === undefined ? undefined : viewTypes[stage],
  };
}

/** One page of runs, attributes only: what was logged to them is asked for by the cell. */
export async function searchRuns(
  query: RunsQuery,
  options: { pageToken?: string; size?: number; signal?: AbortSignal } = {},
): Promise<RunPage> {
  const page = await mlflow<FoundRuns>('runs/search', {
    body: {
      ...matching(query),
      order_by: query.orderBy,
      max_results: options.size ?? PAGE_SIZE,
      page_token: options.pageToken,
      run_view: 'info',
    } satisfies BodyOf<'POST /api/2.0/mlflow/runs/search'>,
    signal: options.signal,
  });
  return { runs: (page.runs ?? []).map((run) => run.info), next_page_token: page.next_page_token };
}

export function runsQueryOptions(query: RunsQuery) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'search', query],
    queryFn: ({ pageParam, signal }) => searchRuns(query, { pageToken: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });
}

export function useRuns(query: RunsQuery, enabled: boolean) {
  return useInfiniteQuery({ ...runsQueryOptions(query), enabled });
}

/** More at once than a page of a table: the ids of all runs that match. */
const IDS_AT_ONCE = 10_000;

export async function findAllRuns(query: RunsQuery): Promise<RunInfo[]> {
  const runs: RunInfo[] = [];
  let pageToken: string | undefined;
  do {
    const page: RunPage = await searchRuns(query, { pageToken, size: IDS_AT_ONCE });
    runs.push(...page.runs);
    pageToken = page.next_page_token;
  } while (pageToken !== undefined);
  return runs;
}
