import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Experiment } from '@/features/experiments/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';

type Answer = Known<AnswerTo<'GET /api/2.0/mlflow/experiments/get'>, never, { experiment: Experiment }>;

export async function getExperiment(experimentId: string, signal?: AbortSignal): Promise<Experiment> {
  const answer = await mlflow<Answer>('experiments/get', {
    query: { experiment_id: experimentId },
    signal,
  });
  return answer.experiment;
}

export function experimentQueryOptions(experimentId: string) {
  return queryOptions({
    queryKey: ['experiments', experimentId],
    queryFn: ({ signal }) => getExperiment(experimentId, signal),
  });
}

export function useExperiment(experimentId: string) {
  return useQuery(experimentQueryOptions(experimentId));
}
