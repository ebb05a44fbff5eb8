import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const SECONDS = 12;

let toasts = 0;

/** Says what was done, with a button that takes it back. */
export function undoToast(message: string, undo: () => Promise<unknown>) {
  const id = `undo-${++toasts}`;
  notifications.show({
    id,
    autoClose: SECONDS * 1_000,
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <span>{message}</span>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            void undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

/** Says what failed, and why. */
export function failureToast(title: string): (error: unknown) => void {
  return (error) => {
    notifications.show({
      color: 'red',
      title,
      message: error instanceof Error ? error.message : String(error),
    });
  };
}
