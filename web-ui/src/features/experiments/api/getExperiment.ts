import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Experiment } from '@/features/experiments/api/types';
import { mlflow } from '@/lib/http';

export async function getExperiment(experimentId: string, signal?: AbortSignal): Promise<Experiment> {
  const answer = await mlflow<{ experiment: Experiment }>('experiments/get', {
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
