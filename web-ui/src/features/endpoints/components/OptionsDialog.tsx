import { Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useSaveOptions } from '@/features/endpoints/api/saveAccess';
import type { EndpointOptions } from '@/features/endpoints/api/types';
import { FormDialog } from '@/components/FormDialog';
import { choiceFields, numberFields } from '@/features/endpoints/optionFields';

interface OptionsDialogProps {
  endpointName: string;
  options: EndpointOptions;
  onClose: () => void;
}

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
      {choiceFields.map((row) => (
        <Group key={row[0]?.label} grow align="end" gap="sm">
          {row.map((field) => (
            <Select
              key={field.label}
              label={field.label}
              data={field.choices
                .filter(({ value, made }) => made !== true || value === field.read(changed))
                .map(({ value, label }) => ({ value, label }))}
              allowDeselect={false}
              value={field.read(changed)}
              onChange={(next) => setChanged((previous) => field.write(previous, next ?? ''))}
            />
          ))}
        </Group>
      ))}
    </FormDialog>
  );
}
