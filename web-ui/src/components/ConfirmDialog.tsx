import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureAlert } from '@/components/FailureAlert';

interface ConfirmDialogProps {
  /** Names what is to be changed. */
  title: string;
  /** What comes of it. */
  children: ReactNode;
  /** What the button does, in its word. */
  verb: string;
  dangerous?: boolean;
  /** Nothing can be confirmed as things are. */
  disabled?: boolean;
  pending: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks once more before something that cannot be taken back entirely. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, verb, dangerous, disabled, pending, error, onConfirm, onClose } = props;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }} centered>
      <Stack gap="sm">
        {children}
        <FailureAlert title="Nothing was changed" error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            color={dangerous ? 'red.9' : undefined}
            disabled={disabled}
            loading={pending}
            onClick={onConfirm}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
