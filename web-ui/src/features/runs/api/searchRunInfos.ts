import type { FoundRuns, RunInfo } from '@/features/runs/api/types';
import type { BodyOf } from '@/lib/api';
import { mlflow } from '@/lib/http';

interface InfoSearch {
  experimentIds: readonly string[];
  filter?: string;
  orderBy?: readonly string[];
  most: number;
}

/** What every run has, of those that match: a list of names needs no metrics. */
export async function searchRunInfos(
  { experimentIds, filter, orderBy, most }: InfoSearch,
  signal?: AbortSignal,
): Promise<RunInfo[]> {
  const page = await mlflow<FoundRuns>('runs/search', {
    body: {
      experiment_ids: experimentIds,
      filter,
      order_by: orderBy,
      max_results: most,
      run_view: 'info',
    } satisfies BodyOf<'POST /api/2.0/mlflow/runs/search'>,
    signal,
  });
  return (page.runs ?? []).map((run) => run.info);
}
