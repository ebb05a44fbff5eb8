import { listArtifacts } from '@/features/artifacts/api/listArtifacts';

export interface FilesBelow {
  /** Below the root. */
  paths: string[];
  /** There are folders that were not looked into. */
  cut: boolean;
}

/** A folder with a checkpoint per step has more than anybody compares. */
const MOST_FOLDERS = 30;

/** Paths of the files below a root, those near it first, of no more than so many folders. */
export async function listFilesBelow(root: string, signal?: AbortSignal): Promise<FilesBelow> {
  const paths: string[] = [];
  const folders = [''];
  for (let looked = 0; looked < folders.length; looked++) {
    if (looked === MOST_FOLDERS) return { paths, cut: true };
    const folder = folders[looked]!;
    const entries = await listArtifacts(folder === '' ? root : `${root}/${folder}`, signal);
    for (const entry of entries) {
      const path = folder === '' ? entry.path : `${folder}/${entry.path}`;
      (entry.is_dir ? folders : paths).push(path);
    }
  }
  return { paths, cut: false };
}
