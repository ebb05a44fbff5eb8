import { queryOptions, useQuery } from '@tanstack/react-query';
import { artifactPath } from '@/features/artifacts/api/readArtifactHead';
import { request } from '@/lib/http';

/** What is known of a file without reading it. */
export interface ArtifactFacts {
  size: number;
  /** In hexadecimal. */
  sha256?: string;
}

export async function getArtifactFacts(path: string, signal?: AbortSignal): Promise<ArtifactFacts> {
  const { headers } = await request(artifactPath(path), { method: 'HEAD', signal });
  return {
    size: Number(headers.get('Content-Length') ?? 0),
    // The entity tag of a file is the SHA-256 of its content.
    sha256: /^"([0-9a-f]{64})"$/.exec(headers.get('ETag') ?? '')?.[1],
  };
}

export function artifactFactsQueryOptions(path: string) {
  return queryOptions({
    queryKey: ['artifacts', 'facts', path],
    queryFn: ({ signal }) => getArtifactFacts(path, signal),
  });
}

export function useArtifactFacts(path: string) {
  return useQuery(artifactFactsQueryOptions(path));
}
