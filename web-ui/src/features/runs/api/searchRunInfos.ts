import type { Run, RunInfo } from '@/features/runs/api/types';
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
  const page = await mlflow<{ runs?: Run[] }>('runs/search', {
    body: {
      experiment_ids: experimentIds,
      filter,
      order_by: orderBy,
      max_results: most,
      run_view: 'info',
    },
    signal,
  });
  return (page.runs ?? []).map((run) => run.info);
}
