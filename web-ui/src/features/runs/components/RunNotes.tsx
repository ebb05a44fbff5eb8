import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Note } from '@/components/Note';
import { Section } from '@/components/Section';
import { useSetTag } from '@/features/runs/api/editRuns';
import type { Run } from '@/features/runs/api/types';
import classes from '@/features/runs/components/RunOverview.module.css';
import { NOTE_TAG, tagValue } from '@/lib/tags';

const kinds = [
  { tag: 'millrace.hypothesis', title: 'Hypothesis', hint: 'What is this run to show?' },
  { tag: 'millrace.verdict', title: 'Verdict', hint: 'What did it show?' },
  { tag: NOTE_TAG, title: 'Note', hint: 'Anything worth knowing, in Markdown' },
];

/** What people wrote about a run; each text can be changed in its place. */
export function RunNotes({ run }: { run: Run }) {
  const written = kinds.filter(({ tag }) => tagValue(run.data.tags, tag) !== undefined);
  const open = kinds.filter((kind) => !written.includes(kind));
  const [adding, setAdding] = useState<string>();
  return (
    <>
      {written.map((kind) => (
        <EditableNote key={kind.tag} run={run} {...kind} />
      ))}
      {open
        .filter(({ tag }) => tag === adding)
        .map((kind) => (
          <NoteEditor
            key={kind.tag}
            runId={run.info.run_id}
            text=""
            {...kind}
            onDone={() => setAdding(undefined)}
          />
        ))}
      {open.length > 0 && adding === undefined && (
        <div className={classes.adding}>
          {open.map(({ tag, title }) => (
            <Button key={tag} variant="default" size="xs" onClick={() => setAdding(tag)}>
              Add a {title.toLowerCase()}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

interface KindProps {
  tag: string;
  title: string;
  hint: string;
}

function EditableNote({ run, tag, title, hint }: KindProps & { run: Run }) {
  const [editing, setEditing] = useState(false);
  const text = tagValue(run.data.tags, tag) ?? '';
  if (editing) {
    return (
      <NoteEditor
        runId={run.info.run_id}
        tag={tag}
        title={title}
        hint={hint}
        text={text}
        onDone={() => setEditing(false)}
      />
    );
  }
  return (
    <Section
      title={title}
      actions={
        <Button
          variant="subtle"
          size="xs"
          aria-label={`Edit the ${title.toLowerCase()}`}
          onClick={() => setEditing(true)}
        >
          Edit
        </Button>
      }
    >
      <Note text={text} />
    </Section>
  );
}

interface NoteEditorProps extends KindProps {
  runId: string;
  text: string;
  onDone: () => void;
}

function NoteEditor({ runId, tag, title, hint, text, onDone }: NoteEditorProps) {
  const [draft, setDraft] = useState(text);
  const save = useSetTag(runId);
  return (
    <Section title={title}>
      <form
        className={classes.editor}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ key: tag, value: draft.trim() }, { onSuccess: onDone });
        }}
      >
        <Textarea
          autosize
          minRows={3}
          maxRows={20}
          aria-label={title}
          placeholder={hint}
          value={draft}
          error={save.error?.message}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <div className={classes.adding}>
          <Button type="submit" size="xs" loading={save.isPending} disabled={draft.trim() === text}>
            Save
          </Button>
          <Button variant="default" size="xs" onClick={onDone}>
            Cancel
          </Button>
        </div>
      </form>
    </Section>
  );
}
