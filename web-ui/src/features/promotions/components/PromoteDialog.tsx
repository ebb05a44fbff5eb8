import { Autocomplete, Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { FailureAlert } from '@/components/FailureAlert';
import { useCreatePromotion } from '@/features/promotions/api/createPromotion';
import classes from '@/features/promotions/components/PromoteDialog.module.css';

export interface AliasHolder {
  alias: string;
  version: string;
}

interface PromoteDialogProps {
  modelName: string;
  /** Newest first. */
  versions: string[];
  aliases: AliasHolder[];
  /** The version the dialog opens with. */
  version: string;
  onClose: () => void;
}

/** Asks which version which alias shall point to, and why. */
export function PromoteDialog({ modelName, versions, aliases, version: first, onClose }: PromoteDialogProps) {
  const [alias, setAlias] = useState('champion');
  const [version, setVersion] = useState(first);
  const [reason, setReason] = useState('');
  const promotion = useCreatePromotion();

  const holder = aliases.find((item) => item.alias === alias.trim())?.version;
  const complete = alias.trim() !== '' && reason.trim() !== '' && holder !== version;

  const promote = () => {
    promotion.mutate(
      { model_name: modelName, alias: alias.trim(), version, reason: reason.trim() },
      {
        onSuccess: ({ promotion: done }) => {
          notifications.show(
            done === undefined
              ? {
                  title: 'Asked for',
                  message: `Version ${version} waits for approvals or checks.`,
                  color: 'yellow',
                }
              : {
                  title: 'Promoted',
                  message: `${done.alias} of ${done.model_name} is now version ${done.to_version}.`,
                  color: 'race',
                },
          );
          onClose();
        },
      },
    );
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Promote a version of ${modelName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (complete && !promotion.isPending) promote();
        }}
      >
        <Stack gap="sm">
          <Group grow align="start">
            <Select
              label="Version"
              data={versions.map((item) => ({ value: item, label: `v${item}` }))}
              value={version}
              allowDeselect={false}
              searchable
              onChange={(value) => value !== null && setVersion(value)}
            />
            <Autocomplete
              label="Alias"
              data={[...new Set(['champion', ...aliases.map((item) => item.alias)])]}
              value={alias}
              onChange={setAlias}
            />
          </Group>
          <p className={classes.move} aria-live="polite">
            <Move alias={alias.trim()} holder={holder} version={version} />
          </p>
          <Textarea
            label="Reason"
            description="Kept in the promotion history"
            placeholder="Accuracy 0.97 against 0.95 on the March test set"
            required
            data-autofocus
            autosize
            minRows={2}
            maxRows={6}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <FailureAlert title="Not promoted" error={promotion.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!complete} loading={promotion.isPending}>
              Promote
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Move({ alias, holder, version }: { alias: string; holder: string | undefined; version: string }) {
  if (alias === '') return 'Name the alias that shall point to this version.';
  if (holder === undefined) return `${alias} points to no version yet; it will point to v${version}.`;
  if (holder === version) return `${alias} points to v${version} already: choose another version or alias.`;
  return (
    <>
      {alias} moves from <strong>v{holder}</strong> to <strong>v{version}</strong>. Endpoints that follow it
      swap.
    </>
  );
}
