import { useQuery } from '@tanstack/react-query';
import type { PurgeResult, PurgeTarget } from '@/features/storage/api/types';
import type { BodyOf } from '@/lib/api';
import { millrace, mlflow } from '@/lib/http';
import { useChange } from '@/lib/useChange';

function purge(target: PurgeTarget, dryRun: boolean, signal?: AbortSignal): Promise<PurgeResult> {
  return millrace<PurgeResult>('purge', {
    body: { ...target, dry_run: dryRun } satisfies BodyOf<'POST /api/millrace/v1/purge'>,
    signal,
  });
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

/** All that lists runs or experiments may show it again, or no longer; the dialog with the preview closes. */
const changes = { reads: [[]], forgets: () => [PREVIEW] };

/** Removes for good; the server works for some seconds a request. */
export function usePurge() {
  return useChange(async (target: PurgeTarget) => {
    while (!(await purge(target, false)).done);
  }, changes);
}

export function useRestoreRun() {
  return useChange(
    (runId: string) =>
      mlflow('runs/restore', {
        body: { run_id: runId } satisfies BodyOf<'POST /api/2.0/mlflow/runs/restore'>,
      }),
    changes,
  );
}

/** Brings an experiment back together with its runs. */
export function useRestoreExperiment() {
  return useChange(
    (experimentId: string) =>
      mlflow('experiments/restore', {
        body: { experiment_id: experimentId } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/restore'>,
      }),
    changes,
  );
}
