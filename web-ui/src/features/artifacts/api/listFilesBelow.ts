import { queryOptions } from '@tanstack/react-query';
import { listArtifacts } from '@/features/artifacts/api/listArtifacts';

export interface FilesBelow {
  /** Below the root. */
  paths: string[];
  /** There are folders that were not looked into. */
  cut: boolean;
}

/** Where log_image puts its pictures: looked into before folders that may be many. */
const IMAGES = 'images';

/** Paths of the files below a root, those near it first, of no more than so many folders. */
export async function listFilesBelow(
  root: string,
  mostFolders: number,
  signal?: AbortSignal,
): Promise<FilesBelow> {
  const paths: string[] = [];
  const folders = [''];
  for (let looked = 0; looked < folders.length; looked++) {
    if (looked === mostFolders) return { paths, cut: true };
    const folder = folders[looked]!;
    const entries = await listArtifacts(folder === '' ? root : `${root}/${folder}`, signal);
    for (const entry of entries) {
      const path = folder === '' ? entry.path : `${folder}/${entry.path}`;
      if (!entry.is_dir) paths.push(path);
      else if (path === IMAGES) folders.splice(1, 0, path);
      else folders.push(path);
    }
  }
  return { paths, cut: false };
}

/** Nothing below a root that this server does not keep. `live`: its run goes on, so there will be more. */
export function filesBelowQueryOptions(root: string | undefined, mostFolders: number, live: boolean) {
  return queryOptions({
    queryKey: ['artifacts', 'below', root, mostFolders],
    queryFn: ({ signal }): Promise<FilesBelow> =>
      root === undefined
        ? Promise.resolve({ paths: [], cut: false })
        : listFilesBelow(root, mostFolders, signal),
    refetchInterval: live ? 30_000 : false,
    staleTime: live ? 0 : 60_000,
  });
}
