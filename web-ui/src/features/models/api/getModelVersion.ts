import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ModelVersion } from '@/features/models/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { mlflow } from '@/lib/http';

type Answer = Known<
  AnswerTo<'GET /api/2.0/mlflow/model-versions/get'>,
  never,
  { model_version: ModelVersion }
>;

export async function getModelVersion(
  name: string,
  version: string,
  signal?: AbortSignal,
): Promise<ModelVersion> {
  const answer = await mlflow<Answer>('model-versions/get', {
    query: { name, version },
    signal,
  });
  return answer.model_version;
}

export function modelVersionQueryOptions(name: string, version: string) {
  return queryOptions({
    queryKey: ['models', 'version', name, version],
    queryFn: ({ signal }) => getModelVersion(name, version, signal),
  });
}

export function useModelVersion(name: string, version: string) {
  return useQuery(modelVersionQueryOptions(name, version));
}
