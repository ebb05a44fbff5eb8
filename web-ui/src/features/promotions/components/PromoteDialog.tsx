import { Autocomplete, Group, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { CallerField } from '@/components/CallerField';
import { FormDialog } from '@/components/FormDialog';
import { useGates } from '@/features/promotions/api/askGates';
import { useCreatePromotion } from '@/features/promotions/api/createPromotion';
import { useRollBack } from '@/features/promotions/api/rollBack';
import { announce } from '@/features/promotions/components/announce';
import { GatesAhead } from '@/features/promotions/components/GatesAhead';
import classes from '@/features/promotions/components/PromoteDialog.module.css';
import { ReasonField } from '@/features/promotions/components/ReasonField';

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

/** An alias is asked for when nobody types any more. */
const TYPING_MILLIS = 400;

/** Asks which version which alias shall point to, and why, and says beforehand what its gates make of that. */
export function PromoteDialog({ modelName, versions, aliases, version: first, onClose }: PromoteDialogProps) {
  const [alias, setAlias] = useState('champion');
  const [version, setVersion] = useState(first);
  const [reason, setReason] = useState('');
  const promotion = useCreatePromotion();
  const undo = useRollBack();

  const name = alias.trim();
  const holder = aliases.find((item) => item.alias === name)?.version;
  const back = { model_name: modelName, alias: name, reason: 'Taken back at once' };
  const moves = name !== '' && holder !== version;
  const [settled] = useDebouncedValue(name, TYPING_MILLIS);
  const gates = useGates(
    moves && settled === name ? { model_name: modelName, alias: name, version } : undefined,
  );

  return (
    <FormDialog
      title={`Promote a version of ${modelName}`}
      verb="Promote"
      ready={moves && reason.trim() !== ''}
      pending={promotion.isPending}
      error={promotion.error}
      onSubmit={() =>
        promotion.mutate(
          { model_name: modelName, alias: name, version, reason: reason.trim() },
          {
            onSuccess: (answer) => {
              announce(answer, version, () => undo.mutateAsync({ ...back, if_current_version: version }));
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
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
        <Move alias={name} holder={holder} version={version} />
      </p>
      {moves && <GatesAhead answer={gates.data} error={gates.error} />}
      <ReasonField
        value={reason}
        placeholder="Accuracy 0.97 against 0.95 on the March test set"
        onChange={setReason}
      />
      <CallerField description="Kept in the promotion history, too" />
    </FormDialog>
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
