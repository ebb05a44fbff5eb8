import { Button } from '@mantine/core';
import { useState } from 'react';
import { TagsEditor, type TagsEditorProps } from '@/components/TagsEditor';

/** A button beside tags that opens them to be changed. */
export function EditTags(props: Omit<TagsEditorProps, 'onClose'>) {
  const [editing, setEditing] = useState(false);
  return (
    <>
      <Button variant="subtle" size="compact-xs" aria-label="Edit the tags" onClick={() => setEditing(true)}>
        Edit
      </Button>
      {editing && <TagsEditor {...props} onClose={() => setEditing(false)} />}
    </>
  );
}
