import { Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useSaveOptions } from '@/features/endpoints/api/saveAccess';
import type { EndpointOptions } from '@/features/endpoints/api/types';
import { FormDialog } from '@/components/FormDialog';
import { group, numberFields } from '@/features/endpoints/optionFields';

interface OptionsDialogProps {
  endpointName: string;
  options: EndpointOptions;
  onClose: () => void;
}

const drift = [
  { value: '', label: 'Nobody' },
  { value: 'SOME', label: 'Webhooks, of any drift' },
  { value: 'STRONG', label: 'Webhooks, of strong drift' },
];
const extra = [
  { value: '', label: 'Are refused' },
  { value: 'IGNORE', label: 'Are left out' },
];
const missing = [
  { value: '', label: 'Are refused' },
  { value: 'NULL', label: 'Are taken for no value' },
];
const types = [
  { value: '', label: 'Are refused' },
  { value: 'CONVERT', label: 'Are converted without loss' },
];

/** How the endpoint lets requests in and gives answers out; what is empty is as the server has it. */
export function OptionsDialog({ endpointName, options, onClose }: OptionsDialogProps) {
  const [changed, setChanged] = useState(options);
  const save = useSaveOptions(endpointName);
  return (
    <FormDialog
      title="Options"
      verb="Save options"
      ready={changed.batching === undefined || changed.batching.max_rows !== undefined}
      pending={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(changed, { onSuccess: onClose })}
      onClose={onClose}
    >
      {numberFields.map((row) => (
        <Group key={row[0]?.label} grow align="end" gap="sm">
          {row.map((field) => (
            <NumberInput
              key={field.label}
              label={field.label}
              description={field.description}
              min={field.min}
              max={field.max}
              step={field.decimals === true ? 0.05 : 1}
              allowDecimal={field.decimals === true}
              placeholder="as the server"
              value={field.read(changed) ?? ''}
              onChange={(next) =>
                setChanged((previous) => field.write(previous, next === '' ? undefined : Number(next)))
              }
            />
          ))}
        </Group>
      ))}
      <Group grow align="end" gap="sm">
        <Select
          label="Extra columns"
          data={extra}
          allowDeselect={false}
          value={changed.input?.extra_columns === 'IGNORE' ? 'IGNORE' : ''}
          onChange={(next) =>
            setChanged((previous) => ({
              ...previous,
              input: group({
                ...previous.input,
                extra_columns: next === 'IGNORE' ? ('IGNORE' as const) : undefined,
              }),
            }))
          }
        />
        <Select
          label="Missing values"
          data={missing}
          allowDeselect={false}
          value={changed.input?.missing_columns === 'NULL' ? 'NULL' : ''}
          onChange={(next) =>
            setChanged((previous) => ({
              ...previous,
              input: group({
                ...previous.input,
                missing_columns: next === 'NULL' ? ('NULL' as const) : undefined,
              }),
            }))
          }
        />
      </Group>
      <Group grow align="end" gap="sm">
        <Select
          label="Other types"
          data={types}
          allowDeselect={false}
          value={changed.input?.other_types === 'CONVERT' ? 'CONVERT' : ''}
          onChange={(next) =>
            setChanged((previous) => ({
              ...previous,
              input: group({
                ...previous.input,
                other_types: next === 'CONVERT' ? ('CONVERT' as const) : undefined,
              }),
            }))
          }
        />
        <Select
          label="Told of drift"
          data={drift}
          allowDeselect={false}
          value={changed.alert_on_drift ?? ''}
          onChange={(next) =>
            setChanged((previous) => ({
              ...previous,
              alert_on_drift: next === 'SOME' || next === 'STRONG' ? next : undefined,
            }))
          }
        />
      </Group>
    </FormDialog>
  );
}
