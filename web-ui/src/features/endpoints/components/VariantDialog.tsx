import { NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSaveVariant } from '@/features/endpoints/api/saveVariant';
import type { Variant } from '@/features/endpoints/api/types';
import { FollowedFields } from '@/components/FollowedFields';
import { FormDialog } from '@/components/FormDialog';
import { followedOf, type FollowedKind } from '@/lib/followed';

interface VariantDialogProps {
  endpointName: string;
  /** The one that is changed; absent where one is added. */
  variant?: Variant;
  onClose: () => void;
}

/** Adds a version behind an endpoint, for a share of its requests or as a shadow of it. */
export function VariantDialog({ endpointName, variant, onClose }: VariantDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(variant));
  const change = (part: Partial<typeof draft>) => setDraft((previous) => ({ ...previous, ...part }));
  const save = useSaveVariant(endpointName);
  const { name, kind, value, shadow, percent } = draft;
  return (
    <FormDialog
      title={variant === undefined ? 'Add a variant' : `Change ${variant.name}`}
      verb={variant === undefined ? 'Add' : 'Save changes'}
      ready={name.trim() !== '' && value.trim() !== ''}
      pending={save.isPending}
      error={save.error}
      onSubmit={() =>
        save.mutate(
          {
            name: name.trim(),
            change: {
              ...followedOf(kind, value),
              ...(shadow
                ? { shadow: { sample: percent, tolerance: variant?.shadow?.tolerance } }
                : { weight: percent }),
            },
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      {variant === undefined && (
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      )}
      <FollowedFields kind={kind} value={value} onChange={(k, v) => change({ kind: k, value: v })} />
      <Radio.Group
        label="Requests"
        value={shadow ? 'shadow' : 'share'}
        onChange={(next) => change({ shadow: next === 'shadow' })}
      >
        <Stack gap="xs" mt={4}>
          <Radio value="share" label="It answers a share of them" />
          <Radio
            value="shadow"
            label="It is a shadow"
            description="It is sent copies; its answers are compared and never given"
          />
        </Stack>
      </Radio.Group>
      <NumberInput
        label={shadow ? 'Mirrored' : 'Share'}
        suffix=" %"
        min={0}
        max={100}
        value={percent}
        onChange={(next) => change({ percent: Number(next) })}
      />
    </FormDialog>
  );
}

function draftOf(variant: Variant | undefined) {
  const kind: FollowedKind =
    variant === undefined || variant.version !== undefined
      ? 'version'
      : variant.stage !== undefined
        ? 'stage'
        : 'alias';
  return {
    name: variant?.name ?? '',
    kind,
    value: variant?.[kind] ?? '',
    shadow: variant?.shadow !== undefined,
    percent: variant?.shadow?.sample ?? variant?.weight ?? 10,
  };
}
