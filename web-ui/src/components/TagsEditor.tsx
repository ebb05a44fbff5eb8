import type { UseMutationResult } from '@tanstack/react-query';
import { TagsDialog } from '@/components/TagsDialog';
import { failureToast, undoToast } from '@/components/toasts';
import { PartlyChanged, type Tag, type TagChange } from '@/lib/tags';

export interface TagsEditorProps {
  /** What has the tags. */
  of: string;
  tags: readonly Tag[];
  change: UseMutationResult<unknown, Error, readonly TagChange[]>;
  onClose: () => void;
}

/** Changes the tags of something, which can be taken back. */
export function TagsEditor({ of, tags, change, onClose }: TagsEditorProps) {
  const { mutate, mutateAsync, isPending, error } = change;
  const save = (changes: readonly TagChange[]) => {
    const offerBack = (message: string, done: readonly TagChange[]) => {
      const back = done.map(({ key }) => ({ key, value: tags.find((tag) => tag.key === key)?.value }));
      undoToast(message, () => mutateAsync(back).catch(failureToast('The tags stay as they are')));
    };
    mutate(changes, {
      onSuccess: () => {
        onClose();
        offerBack('Tags changed.', changes);
      },
      onError: (refused) => {
        if (refused instanceof PartlyChanged) offerBack('Some of the tags changed.', refused.done);
      },
    });
  };
  return (
    <TagsDialog
      title={`Tags of ${of}`}
      tags={tags}
      pending={isPending}
      error={error}
      onSave={save}
      onClose={onClose}
    />
  );
}
