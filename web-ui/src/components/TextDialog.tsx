import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '@/components/FormDialog';

interface TextDialogProps {
  title: string;
  label: string;
  description?: string;
  /** What is there now. */
  text: string;
  /** Of several lines, and may be empty. */
  long?: boolean;
  verb: string;
  pending: boolean;
  error: Error | null;
  onSave: (text: string) => void;
  onClose: () => void;
}

/** Asks for one text. */
export function TextDialog(props: TextDialogProps) {
  const { title, label, description, text: first, long, verb, pending, error, onSave, onClose } = props;
  const [text, setText] = useState(first);
  const field = {
    label,
    description,
    value: text,
    'data-autofocus': true,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  return (
    <FormDialog
      title={title}
      verb={verb}
      ready={text.trim() !== first && (long === true || text.trim() !== '')}
      pending={pending}
      error={error}
      onSubmit={() => onSave(text.trim())}
      onClose={onClose}
    >
      {long ? <Textarea autosize minRows={4} maxRows={16} {...field} /> : <TextInput required {...field} />}
    </FormDialog>
  );
}
