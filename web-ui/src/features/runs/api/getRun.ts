import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Run } from '@/features/runs/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';

type Answer = Known<AnswerTo<'GET /api/2.0/mlflow/runs/get'>, never, { run: Run }>;

export async function getRun(runId: string, signal?: AbortSignal): Promise<Run> {
  const answer = await mlflow<Answer>('runs/get', { query: { run_id: runId }, signal });
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
