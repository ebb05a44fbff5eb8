/** A folder of artifacts kept by this server: `path` is what follows `mlflow-artifacts:/`. */
export interface ArtifactRoot {
  label: string;
  path: string;
}

/** The path behind a `mlflow-artifacts:` URI, or nothing for a URI of another store. */
export function proxiedPath(artifactUri: string): string | undefined {
  const match = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(artifactUri);
  return match?.[1]?.replace(/^\/+|\/+$/g, '');
}
