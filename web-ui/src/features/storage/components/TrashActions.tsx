import { Button, Group } from '@mantine/core';

interface TrashActionsProps {
  /** What they are about, for who does not see the row. */
  name: string;
  restoring: boolean;
  onRestore: () => void;
  onPurge: () => void;
}

/** What can be done with something deleted. */
export function TrashActions({ name, restoring, onRestore, onPurge }: TrashActionsProps) {
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Restore ${name}`}
        loading={restoring}
        onClick={onRestore}
      >
        Restore
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        c="var(--mr-bad)"
        aria-label={`Delete ${name} for good`}
        onClick={onPurge}
      >
        Delete for good
      </Button>
    </Group>
  );
}
