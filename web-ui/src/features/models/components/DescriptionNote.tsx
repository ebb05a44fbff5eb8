import { Button } from '@mantine/core';
import { useState } from 'react';
import { Note } from '@/components/Note';
import { TextDialog } from '@/components/TextDialog';
import { useDescribe } from '@/features/models/api/describe';
import classes from '@/features/models/components/DescriptionNote.module.css';

interface DescriptionNoteProps {
  name: string;
  version?: string;
  text: string | undefined;
}

/** What somebody wrote about a model or a version of it, to be changed in its place. */
export function DescriptionNote({ name, version, text = '' }: DescriptionNoteProps) {
  const [writing, setWriting] = useState(false);
  const write = useDescribe();
  return (
    <div className={classes.description}>
      {text !== '' && <Note text={text} />}
      <Button variant={text === '' ? 'default' : 'subtle'} size="compact-xs" onClick={() => setWriting(true)}>
        {text === '' ? 'Add a description' : 'Edit the description'}
      </Button>
      {writing && (
        <TextDialog
          title={version === undefined ? `Description of ${name}` : `Description of ${name} v${version}`}
          label="Description"
          description="In Markdown: what it is for, what it is not for"
          text={text}
          long
          verb="Save the description"
          pending={write.isPending}
          error={write.error}
          onSave={(description) =>
            write.mutate({ name, version, description }, { onSuccess: () => setWriting(false) })
          }
          onClose={() => setWriting(false)}
        />
      )}
    </div>
  );
}
