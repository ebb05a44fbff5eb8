import type { UseMutationResult } from '@tanstack/react-query';
import { TagsDialog } from '@/components/TagsDialog';
import { failureToast, undoToast } from '@/components/toasts';
import type { Tag, TagChange } from '@/lib/tags';

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
    const back = changes.map(({ key }) => ({ key, value: tags.find((tag) => tag.key === key)?.value }));
    mutate(changes, {
      onSuccess: () => {
        onClose();
        undoToast('Tags changed.', () => mutateAsync(back).catch(failureToast('The tags stay as they are')));
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
