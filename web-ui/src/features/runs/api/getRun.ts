import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Run } from '@/features/runs/api/types';
import { mlflow } from '@/lib/http';

export async function getRun(runId: string, signal?: AbortSignal): Promise<Run> {
  const answer = await mlflow<{ run: Run }>('runs/get', { query: { run_id: runId }, signal });
  return answer.run;
}

export function runQueryOptions(runId: string) {
  return queryOptions({
    queryKey: ['runs', runId],
    queryFn: ({ signal }) => getRun(runId, signal),
    refetchInterval: (query) => (query.state.data?.info.status === 'RUNNING' ? 5_000 : false),
  });
}

export function useRun(runId: string) {
  return useQuery(runQueryOptions(runId));
}
