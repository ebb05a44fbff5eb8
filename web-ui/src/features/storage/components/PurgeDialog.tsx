import { Loader } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { usePurge, usePurgePreview } from '@/features/storage/api/changeTrash';
import type { PurgeResult, PurgeTarget } from '@/features/storage/api/types';
import { formatBytes, plural } from '@/lib/format';

interface PurgeDialogProps {
  /** Names what is to be removed. */
  title: string;
  target: PurgeTarget;
  onClose: () => void;
}

function parts(result: PurgeResult): string[] {
  const counts: [number, string][] = [
    [result.experiments, 'experiment'],
    [result.runs, 'run'],
    [result.logged_models, 'logged model'],
    [result.metric_points, 'metric point'],
    [result.files, 'file'],
  ];
  return counts.filter(([count]) => count !== 0).map(([count, noun]) => plural(count, noun));
}

/** Says what would be removed before it is, for good. */
export function PurgeDialog({ title, target, onClose }: PurgeDialogProps) {
  const preview = usePurgePreview(target);
  const purge = usePurge();
  const found = preview.data === undefined ? [] : parts(preview.data);
  return (
    <ConfirmDialog
      title={title}
      verb="Delete for good"
      dangerous
      disabled={found.length === 0}
      pending={purge.isPending}
      error={purge.error ?? preview.error}
      onClose={onClose}
      onConfirm={() =>
        purge.mutate(target, {
          onSuccess: () => {
            notifications.show({ title: 'Deleted for good', message: found.join(', '), color: 'race' });
            onClose();
          },
        })
      }
    >
      {preview.data === undefined ? (
        preview.error === null && <Loader size="sm" aria-label="Counting what would be removed" />
      ) : found.length === 0 ? (
        <p>There is nothing to remove.</p>
      ) : (
        <>
          <p>
            This removes {found.join(', ')} ({formatBytes(preview.data.bytes)}). Nobody can bring that back.
          </p>
          {preview.data.kept_files > 0 && (
            <p>
              {plural(preview.data.kept_files, 'file')} ({formatBytes(preview.data.kept_bytes)}) stay, because
              a registered model version is loaded from them.
            </p>
          )}
        </>
      )}
    </ConfirmDialog>
  );
}
