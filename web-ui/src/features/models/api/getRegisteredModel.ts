import { queryOptions, useQuery } from '@tanstack/react-query';
import type { RegisteredModel } from '@/features/models/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';

type Answer = Known<
  AnswerTo<'GET /api/2.0/mlflow/registered-models/get'>,
  never,
  { registered_model: RegisteredModel }
>;

export async function getRegisteredModel(name: string, signal?: AbortSignal): Promise<RegisteredModel> {
  const answer = await mlflow<Answer>('registered-models/get', {
    query: { name },
    signal,
  });
  return answer.registered_model;
}

export function registeredModelQueryOptions(name: string) {
  return queryOptions({
    queryKey: ['models', 'detail', name],
    queryFn: ({ signal }) => getRegisteredModel(name, signal),
  });
}

export function useRegisteredModel(name: string) {
  return useQuery(registeredModelQueryOptions(name));
}
