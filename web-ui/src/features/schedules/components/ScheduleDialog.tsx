import { Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '@/components/FormDialog';
import { FollowedFields } from '@/components/FollowedFields';
import { followedOf, type FollowedKind } from '@/lib/followed';
import { useCreateSchedule } from '@/features/schedules/api/saveSchedule';

interface ScheduleDialogProps {
  onSaved: (name: string) => void;
  onClose: () => void;
}

type Field = 'name' | 'model_name' | 'input' | 'output' | 'cron' | 'time_zone';

const fields: { field: Field; label: string; description: string; required?: boolean }[] = [
  { field: 'name', label: 'Name', description: 'Such as nightly-fraud', required: true },
  { field: 'model_name', label: 'Model', description: 'A registered model', required: true },
  {
    field: 'input',
    label: 'Rows',
    description: 'runs:/RUN_ID/rows.csv, or mlflow-artifacts:/… of this server',
    required: true,
  },
  {
    field: 'output',
    label: 'Output',
    description: 'Likewise; {date} and {time} stand for the time of the job',
    required: true,
  },
  {
    field: 'cron',
    label: 'Cron',
    description: 'Minute, hour, day, month, day of the week',
    required: true,
  },
  { field: 'time_zone', label: 'Time zone', description: 'Such as Europe/Berlin; empty: UTC' },
];

/** Plans that a file is scored again and again. */
export function ScheduleDialog({ onSaved, onClose }: ScheduleDialogProps) {
  const [values, setValues] = useState<Record<Field, string>>({
    name: '',
    model_name: '',
    input: '',
    output: '',
    cron: '0 2 * * *',
    time_zone: '',
  });
  const [followed, setFollowed] = useState<{ kind: FollowedKind; value: string }>({
    kind: 'alias',
    value: 'champion',
  });
  const create = useCreateSchedule();
  const complete = fields.every(({ field, required }) => required !== true || values[field].trim() !== '');
  const input = ({ field, label, description, required }: (typeof fields)[number]) => (
    <TextInput
      key={field}
      label={label}
      description={description}
      required={required}
      value={values[field]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setValues((previous) => ({ ...previous, [field]: value }));
      }}
    />
  );
  return (
    <FormDialog
      title="New schedule"
      verb="Make the schedule"
      ready={complete && followed.value.trim() !== ''}
      pending={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutate(
          {
            ...values,
            name: values.name.trim(),
            time_zone: values.time_zone.trim() === '' ? undefined : values.time_zone.trim(),
            ...followedOf(followed.kind, followed.value),
          },
          { onSuccess: () => onSaved(values.name.trim()) },
        )
      }
      onClose={onClose}
    >
      <Group grow align="end" gap="sm">
        {fields.slice(0, 2).map(input)}
      </Group>
      <FollowedFields
        kind={followed.kind}
        value={followed.value}
        onChange={(kind, value) => setFollowed({ kind, value })}
      />
      {fields.slice(2, 4).map(input)}
      <Group grow align="end" gap="sm">
        {fields.slice(4).map(input)}
      </Group>
    </FormDialog>
  );
}
