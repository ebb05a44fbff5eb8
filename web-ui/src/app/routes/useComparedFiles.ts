import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { listFilesBelow, type FilesBelow } from '@/features/artifacts/api/listFilesBelow';
import type { Run } from '@/features/runs/api/types';

/** The files of one run. */
export interface ComparedFiles extends FilesBelow {
  run: Run;
  /** Undefined where they are kept by another store. */
  root: string | undefined;
}

/** The files of each of the runs, in their order. */
export function useComparedFiles(runs: readonly Run[]) {
  const roots = useMemo(() => runs.map((run) => proxiedPath(run.info.artifact_uri ?? '')), [runs]);
  const query = useQuery({
    queryKey: ['artifacts', 'compared', roots],
    queryFn: ({ signal }) =>
      Promise.all(
        roots.map((root): Promise<FilesBelow> =>
          root === undefined ? Promise.resolve({ paths: [], cut: false }) : listFilesBelow(root, signal),
        ),
      ),
  });
  const files = useMemo(
    () =>
      query.data?.flatMap((below, place): ComparedFiles[] => {
        const run = runs[place];
        return run === undefined ? [] : [{ run, root: roots[place], ...below }];
      }),
    [query.data, runs, roots],
  );
  return { files, error: query.error, refetch: query.refetch };
}
