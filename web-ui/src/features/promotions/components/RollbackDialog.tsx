import { Select } from '@mantine/core';
import { useState } from 'react';
import { CallerField } from '@/components/CallerField';
import { FormDialog } from '@/components/FormDialog';
import { useGates } from '@/features/promotions/api/askGates';
import { useRollBack } from '@/features/promotions/api/rollBack';
import { GatesAhead } from '@/features/promotions/components/GatesAhead';
import { announce } from '@/features/promotions/components/announce';
import type { AliasHolder } from '@/features/promotions/components/PromoteDialog';
import classes from '@/features/promotions/components/PromoteDialog.module.css';
import { ReasonField } from '@/features/promotions/components/ReasonField';

interface RollbackDialogProps {
  modelName: string;
  /** At least one. */
  aliases: AliasHolder[];
  onClose: () => void;
}

/** Points an alias back at the version it pointed at before, which the server knows from the history. */
export function RollbackDialog({ modelName, aliases, onClose }: RollbackDialogProps) {
  const names = aliases.map((item) => item.alias);
  const [alias, setAlias] = useState(names.includes('champion') ? 'champion' : (names[0] ?? 'champion'));
  const [reason, setReason] = useState('');
  const gates = useGates({ model_name: modelName, alias });
  const rollback = useRollBack();
  const ahead = gates.data?.request;
  return (
    <FormDialog
      title={`Roll back ${modelName}`}
      verb="Roll back"
      ready={reason.trim() !== '' && ahead !== undefined}
      pending={rollback.isPending}
      error={rollback.error}
      onSubmit={() =>
        rollback.mutate(
          {
            model_name: modelName,
            alias,
            if_current_version: ahead?.from_version,
            reason: reason.trim(),
          },
          {
            onSuccess: (answer) => {
              announce(answer, ahead?.to_version);
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      <Select
        label="Alias"
        data={names}
        value={alias}
        allowDeselect={false}
        onChange={(value) => value !== null && setAlias(value)}
      />
      {ahead !== undefined && (
        <p className={classes.move} aria-live="polite">
          {alias} moves back from <strong>v{ahead.from_version}</strong> to{' '}
          <strong>v{ahead.to_version}</strong>. Endpoints that follow it swap.
        </p>
      )}
      <GatesAhead answer={gates.data} error={gates.error} />
      <ReasonField value={reason} placeholder="p99 doubled since the last promotion" onChange={setReason} />
      <CallerField description="Kept in the promotion history, too" />
    </FormDialog>
  );
}
