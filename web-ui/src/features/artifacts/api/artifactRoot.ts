import { serverUrl } from '@/lib/http';

/** A folder of artifacts kept by this server: `path` is what follows `mlflow-artifacts:/`. */
export interface ArtifactRoot {
  label: string;
  path: string;
  /** Path of the API that answers with all of it as one file. */
  archive: string;
}

/** The path behind a `mlflow-artifacts:` URI, or nothing for a URI of another store. */
export function proxiedPath(artifactUri: string): string | undefined {
  const match = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(artifactUri);
  return match?.[1]?.replace(/^\/+|\/+$/g, '');
}

/** Where a browser downloads all of it as one file. */
export function archiveUrl({ archive }: ArtifactRoot, format: 'zip' | 'tar.gz'): string {
  return serverUrl(`${archive}${archive.includes('?') ? '&' : '?'}format=${format}`);
}
