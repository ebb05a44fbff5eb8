import { queryOptions, useQuery } from '@tanstack/react-query';
import { request, serverUrl } from '@/lib/http';

/** How much of a file a preview reads: a file of any size shows its beginning at once. */
export const PREVIEW_BYTES = 512 * 1024;

export interface ArtifactHead {
  text: string;
  truncated: boolean;
}

function artifactPath(path: string): string {
  return `api/2.0/mlflow-artifacts/artifacts/${path.split('/').map(encodeURIComponent).join('/')}`;
}

export function artifactUrl(path: string): string {
  return serverUrl(artifactPath(path));
}

export async function readArtifactHead(path: string, signal?: AbortSignal): Promise<ArtifactHead> {
  const response = await request(artifactPath(path), { signal });
  const reader = response.body?.getReader();
  if (reader === undefined) return { text: '', truncated: false };
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), truncated: false };
    size += value.byteLength;
    text += decoder.decode(value, { stream: true });
    if (size > PREVIEW_BYTES) {
      await reader.cancel();
      return { text: text.slice(0, PREVIEW_BYTES), truncated: true };
    }
  }
}

export function artifactHeadQueryOptions(path: string) {
  return queryOptions({
    queryKey: ['artifacts', 'head', path],
    queryFn: ({ signal }) => readArtifactHead(path, signal),
  });
}

export function useArtifactHead(path: string) {
  return useQuery(artifactHeadQueryOptions(path));
}
