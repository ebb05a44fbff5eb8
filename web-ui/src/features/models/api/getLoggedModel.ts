import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { LoggedModel } from '@/features/models/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';

type Answer = Known<AnswerTo<'GET /api/2.0/mlflow/logged-models/{modelId}'>, never, { model: LoggedModel }>;

export async function getLoggedModel(modelId: string, signal?: AbortSignal): Promise<LoggedModel> {
  const answer = await mlflow<Answer>(`logged-models/${encodeURIComponent(modelId)}`, {
    signal,
  });
  return answer.model;
}

export function loggedModelQueryOptions(modelId: string) {
  return queryOptions({
    queryKey: ['logged-models', modelId],
    queryFn: ({ signal }) => getLoggedModel(modelId, signal),
  });
}

/** The models a run wrote, in the order given; those not answered yet are left out. */
export function useLoggedModels(modelIds: readonly string[]): LoggedModel[] {
  return useQueries({
    queries: modelIds.map(loggedModelQueryOptions),
    combine: (results) => results.flatMap((result) => (result.data === undefined ? [] : [result.data])),
  });
}

export function useLoggedModel(modelId: string) {
  return useQuery(loggedModelQueryOptions(modelId));
}
