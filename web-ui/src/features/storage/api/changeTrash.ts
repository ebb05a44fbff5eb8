import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PurgeResult, PurgeTarget } from '@/features/storage/api/types';
import { millrace, mlflow } from '@/lib/http';

function purge(target: PurgeTarget, dryRun: boolean, signal?: AbortSignal): Promise<PurgeResult> {
  return millrace<PurgeResult>('purge', { body: { ...target, dry_run: dryRun }, signal });
}

const PREVIEW = 'purge-preview';

/** What a purge would remove. */
export function usePurgePreview(target: PurgeTarget) {
  return useQuery({
    queryKey: [PREVIEW, target],
    queryFn: ({ signal }) => purge(target, true, signal),
    // It is looked at before something that cannot be taken back.
    gcTime: 0,
    staleTime: 0,
  });
}

/** Everything that lists runs or experiments may show it again, or no longer. */
function useTrashChange<Change>(change: (change: Change) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== PREVIEW }),
  });
}

/** Removes for good; the server works for some seconds a request. */
export function usePurge() {
  return useTrashChange(async (target: PurgeTarget) => {
    while (!(await purge(target, false)).done);
  });
}

export function useRestoreRun() {
  return useTrashChange((runId: string) => mlflow('runs/restore', { body: { run_id: runId } }));
}

/** Brings an experiment back together with its runs. */
export function useRestoreExperiment() {
  return useTrashChange((experimentId: string) =>
    mlflow('experiments/restore', { body: { experiment_id: experimentId } }),
  );
}
