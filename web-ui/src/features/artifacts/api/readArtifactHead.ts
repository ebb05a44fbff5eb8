import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError, request, serverUrl } from '@/lib/http';

/** How much of a file a preview reads: a file of any size shows its beginning at once. */
export const PREVIEW_BYTES = 512 * 1024;

export interface ArtifactHead {
  text: string;
  truncated: boolean;
  /** Of the whole file. */
  size: number;
}

export function artifactPath(path: string): string {
  return `api/2.0/mlflow-artifacts/artifacts/${path.split('/').map(encodeURIComponent).join('/')}`;
}

export function artifactUrl(path: string): string {
  return serverUrl(artifactPath(path));
}

const UNSATISFIABLE = 416;

export async function readArtifactHead(
  path: string,
  bytes: number,
  signal?: AbortSignal,
): Promise<ArtifactHead> {
  let response: Response;
  try {
    response = await request(artifactPath(path), { range: [0, bytes - 1], signal });
  } catch (error) {
    // An empty file has no first byte.
    if (error instanceof ApiError && error.status === UNSATISFIABLE)
      return { text: '', truncated: false, size: 0 };
    throw error;
  }
  const content = await response.arrayBuffer();
  const size = Number(
    /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1] ?? content.byteLength,
  );
  // A letter that the end of the range cuts is left out.
  const text = new TextDecoder().decode(content, { stream: size > content.byteLength });
  return { text, truncated: size > content.byteLength, size };
}

export function artifactHeadQueryOptions(path: string, bytes: number) {
  return queryOptions({
    queryKey: ['artifacts', 'head', path, bytes],
    queryFn: ({ signal }) => readArtifactHead(path, bytes, signal),
  });
}

export function useArtifactHead(path: string, bytes = PREVIEW_BYTES) {
  return useQuery(artifactHeadQueryOptions(path, bytes));
}
