import { Button } from '@mantine/core';
import { useState } from 'react';
import { TagList } from '@/components/TagList';
import { TagsDialog } from '@/components/TagsDialog';
import { failureToast, undoToast } from '@/components/toasts';
import { useChangeTags, type Tagged } from '@/features/models/api/changeTags';
import { userTags, type Tag, type TagChange } from '@/lib/tags';

interface ModelTagsProps extends Tagged {
  tags: readonly Tag[] | undefined;
}

/** The tags that people gave a model or a version of it, to be changed in their place. */
export function ModelTags({ name, version, tags }: ModelTagsProps) {
  const [editing, setEditing] = useState(false);
  const { mutate, mutateAsync, isPending, error } = useChangeTags({ name, version });
  const shown = userTags(tags);
  const save = (changes: TagChange[]) => {
    const back = changes.map(({ key }) => ({ key, value: shown.find((tag) => tag.key === key)?.value }));
    mutate(changes, {
      onSuccess: () => {
        setEditing(false);
        undoToast('Tags changed.', () => mutateAsync(back).catch(failureToast('The tags stay as they are')));
      },
    });
  };
  return (
    <>
      <TagList tags={shown} />
      <Button variant="subtle" size="compact-xs" aria-label="Edit the tags" onClick={() => setEditing(true)}>
        Edit
      </Button>
      {editing && (
        <TagsDialog
          title={version === undefined ? `Tags of ${name}` : `Tags of ${name} v${version}`}
          tags={shown}
          pending={isPending}
          error={error}
          onSave={save}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}
