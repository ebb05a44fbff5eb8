import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { filesBelowQueryOptions, type FilesBelow } from '@/features/artifacts/api/listFilesBelow';
import type { ChartRun } from '@/features/charts/chartRun';

/** The files of one run. */
export interface RunFiles extends FilesBelow {
  run: ChartRun;
  /** Undefined where they are kept by another store. */
  root: string | undefined;
}

function combine(results: UseQueryResult<FilesBelow>[]) {
  return {
    below: results.map((result) => result.data),
    error: results.find((result) => result.error !== null)?.error ?? null,
    refetch: () => results.forEach((result) => void (result.error !== null && result.refetch())),
  };
}

/**
 * The files of each of the runs, in their order, and how many of the runs are still to be looked into.
 *
 * @param mostFolders of one run
 */
export function useRunFiles(runs: readonly ChartRun[], mostFolders: number) {
  const queries = useMemo(
    () =>
      runs.map((run) => filesBelowQueryOptions(proxiedPath(run.artifactUri ?? ''), mostFolders, run.running)),
    [runs, mostFolders],
  );
  const { below, error, refetch } = useQueries({ queries, combine });
  const files = useMemo(
    () =>
      runs.flatMap((run, place): RunFiles[] => {
        const found = below[place];
        return found === undefined ? [] : [{ run, root: proxiedPath(run.artifactUri ?? ''), ...found }];
      }),
    [runs, below],
  );
  return { files, waiting: runs.length - files.length, error, refetch };
}
