import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureAlert } from '@/components/FailureAlert';

interface FormDialogProps {
  title: string;
  children: ReactNode;
  /** What the button does, in its word. */
  verb: string;
  ready: boolean;
  pending: boolean;
  error: Error | null;
  /** What stands above the error, where it is not that nothing was changed. */
  failure?: string;
  onSubmit: () => void;
  onClose: () => void;
}

/** A short form over the page. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    children,
    verb,
    ready,
    pending,
    error,
    failure = 'Nothing was changed',
    onSubmit,
    onClose,
  } = props;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !pending) onSubmit();
        }}
      >
        <Stack gap="sm">
          {children}
          <FailureAlert title={failure} error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!ready} loading={pending}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
