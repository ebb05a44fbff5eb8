import { queryOptions, useQuery } from '@tanstack/react-query';
import type { AnswerTo } from '@/lib/api';
import { mlflow } from '@/lib/http';

export async function getDownloadUri(name: string, version: string, signal?: AbortSignal): Promise<string> {
  const answer = await mlflow<Required<AnswerTo<'GET /api/2.0/mlflow/model-versions/get-download-uri'>>>(
    'model-versions/get-download-uri',
    {
      query: { name, version },
      signal,
    },
  );
  return answer.artifact_uri;
}

export function downloadUriQueryOptions(name: string, version: string) {
  return queryOptions({
    queryKey: ['models', 'download-uri', name, version],
    queryFn: ({ signal }) => getDownloadUri(name, version, signal),
  });
}

/** Where the artifacts of a version are. */
export function useDownloadUri(name: string, version: string) {
  return useQuery(downloadUriQueryOptions(name, version));
}
