import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { plural } from '@/lib/format';

interface TagDialogProps {
  runs: number;
  /** Without a value the tag is removed. */
  onSave: (key: string, value: string | undefined) => void;
  onClose: () => void;
}

/** Sets one tag of many runs, or removes it. */
export default function TagDialog({ runs, onSave, onClose }: TagDialogProps) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const save = (text: string | undefined) => {
    onSave(key.trim(), text);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Tag ${plural(runs, 'run')}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(value);
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Key"
            data-autofocus
            required
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <TextInput label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
          <Group justify="space-between">
            <Button variant="default" disabled={key.trim() === ''} onClick={() => save(undefined)}>
              Remove this tag
            </Button>
            <Button type="submit" disabled={key.trim() === ''}>
              Set tag
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
