import { useMutation, useQueryClient } from '@tanstack/react-query';
import { mlflow } from '@/lib/http';

interface TagChange {
  key: string;
  /** Empty takes the tag away. */
  value: string;
}

export function setRunTag(runId: string, { key, value }: TagChange): Promise<unknown> {
  return value === ''
    ? mlflow('runs/delete-tag', { body: { run_id: runId, key } })
    : mlflow('runs/set-tag', { body: { run_id: runId, key, value } });
}

export function useSetRunTag(runId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: TagChange) => setRunTag(runId, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  });
}
