import { Group, Select, TextInput } from '@mantine/core';
import type { FollowedKind } from '@/lib/followed';

interface FollowedFieldsProps {
  kind: FollowedKind;
  value: string;
  onChange: (kind: FollowedKind, value: string) => void;
}

const initial: Record<FollowedKind, string> = { alias: 'champion', stage: 'Production', version: '' };

/** Chooses what is followed of a model. */
export function FollowedFields({ kind, value, onChange }: FollowedFieldsProps) {
  return (
    <Group grow align="start" gap="sm">
      <Select
        label="Follows"
        allowDeselect={false}
        value={kind}
        data={[
          { value: 'alias', label: 'an alias' },
          { value: 'stage', label: 'a stage' },
          { value: 'version', label: 'one version' },
        ]}
        onChange={(next) => next !== null && onChange(next, initial[next])}
      />
      {kind === 'stage' ? (
        <Select
          label="Stage"
          allowDeselect={false}
          value={value}
          data={['Staging', 'Production']}
          onChange={(next) => next !== null && onChange(kind, next)}
        />
      ) : (
        <TextInput
          label={kind === 'alias' ? 'Alias' : 'Version'}
          required
          value={value}
          inputMode={kind === 'version' ? 'numeric' : 'text'}
          onChange={(event) => onChange(kind, event.currentTarget.value)}
        />
      )}
    </Group>
  );
}
