import { Alert, Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { callerName, setCallerName } from '@/lib/caller';

interface SaveViewDialogProps {
  pending: boolean;
  error: Error | null;
  onSave: (name: string, shared: boolean) => void;
  onClose: () => void;
}

/** Gives what is seen a name. */
export function SaveViewDialog({ pending, error, onSave, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [owner, setOwner] = useState(callerName());
  return (
    <Modal
      opened
      onClose={onClose}
      title="Save this view"
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setCallerName(owner.trim());
          onSave(name.trim(), shared);
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name of the view"
            data-autofocus
            required
            maxLength={250}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="Your name"
            description="A personal view is seen by whoever gives this name."
            maxLength={250}
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
          <Switch
            label="Share it with everybody"
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          {error !== null && (
            <Alert color="red" variant="light" role="alert" title="The view was not saved">
              {error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pending} disabled={name.trim() === ''}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
