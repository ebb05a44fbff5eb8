import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { TagsDialog } from '@/components/TagsDialog';
import { failureToast, undoToast } from '@/components/toasts';
import type { Tag, TagChange } from '@/lib/tags';

interface EditTagsProps {
  /** What has the tags. */
  of: string;
  tags: readonly Tag[];
  change: UseMutationResult<unknown, Error, readonly TagChange[]>;
}

/** A button beside tags that opens them to be changed, which can be taken back. */
export function EditTags({ of, tags, change: { mutate, mutateAsync, isPending, error } }: EditTagsProps) {
  const [editing, setEditing] = useState(false);
  const save = (changes: readonly TagChange[]) => {
    const back = changes.map(({ key }) => ({ key, value: tags.find((tag) => tag.key === key)?.value }));
    mutate(changes, {
      onSuccess: () => {
        setEditing(false);
        undoToast('Tags changed.', () => mutateAsync(back).catch(failureToast('The tags stay as they are')));
      },
    });
  };
  return (
    <>
      <Button variant="subtle" size="compact-xs" aria-label="Edit the tags" onClick={() => setEditing(true)}>
        Edit
      </Button>
      {editing && (
        <TagsDialog
          title={`Tags of ${of}`}
          tags={tags}
          pending={isPending}
          error={error}
          onSave={save}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}
