import { queryOptions, useQuery } from '@tanstack/react-query';
import type { AnswerTo, Known, Schema } from '@/lib/api';
import { requestJson } from '@/lib/http';

/** MLflow's `FileInfo`; `path` is the name within the listed folder. */
export type ArtifactFile = Schema<'FileInfo'>;

type Answer = Known<AnswerTo<'GET /api/2.0/mlflow-artifacts/artifacts'>, never, { files: ArtifactFile[] }>;

export async function listArtifacts(folder: string, signal?: AbortSignal): Promise<ArtifactFile[]> {
  const answer = await requestJson<Answer>('api/2.0/mlflow-artifacts/artifacts', {
    query: { path: folder },
    signal,
  });
  const files = answer.files ?? [];
  return files.sort((a, b) => Number(b.is_dir) - Number(a.is_dir) || a.path.localeCompare(b.path));
}

export function artifactsQueryOptions(folder: string) {
  return queryOptions({
    queryKey: ['artifacts', 'list', folder],
    queryFn: ({ signal }) => listArtifacts(folder, signal),
  });
}

export function useArtifacts(folder: string) {
  return useQuery(artifactsQueryOptions(folder));
}

interface Entry {
  /** As it is selected: that of a folder ends with a slash. */
  path: string;
  /** Something is at this path. */
  isThere: boolean;
}

/** What is at a path. Nothing until that is known. */
export function useEntry(path: string | undefined): Entry | undefined {
  const [folder, name] = split(path?.replace(/\/+$/, '') ?? '');
  const { data, isError } = useQuery({ ...artifactsQueryOptions(folder), enabled: path !== undefined });
  if (path === undefined || (data === undefined && !isError)) return undefined;
  const found = data?.find((file) => file.path === name);
  return {
    path: found?.is_dir === true ? `${folder}/${name}/` : `${folder}/${name}`,
    isThere: found !== undefined,
  };
}

function split(path: string): [string, string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}
