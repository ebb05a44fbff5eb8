import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { FailureAlert } from '@/components/FailureAlert';
import { Loading } from '@/components/Loading';
import { usePolicy, useSavePolicy } from '@/features/promotions/api/policy';
import type { PromotionPolicy } from '@/features/promotions/api/types';

const EXAMPLE = `protected: true
gates:
  - type: metric
    expression: candidate.metrics.f1 >= 0.9
  - type: approval
    count: 1
`;

/** What promotions to an alias must pass, to be read and changed. */
export function PolicyEditor({ modelName, aliases }: { modelName: string; aliases: readonly string[] }) {
  const [alias, setAlias] = useState('champion');
  const { data: policy, error } = usePolicy(modelName, alias);
  return (
    <Stack gap="xs">
      <Select
        label="Alias"
        data={[...new Set(['champion', ...aliases])]}
        value={alias}
        allowDeselect={false}
        onChange={(value) => value !== null && setAlias(value)}
      />
      {error !== null ? (
        <ErrorState error={error} doing="load the policy" />
      ) : policy === undefined ? (
        <Loading what="the policy" />
      ) : (
        <PolicyText
          key={`${alias} ${policy?.revision ?? 0}`}
          modelName={modelName}
          alias={alias}
          policy={policy}
        />
      )}
    </Stack>
  );
}

interface PolicyTextProps {
  modelName: string;
  alias: string;
  policy: PromotionPolicy | null;
}

function PolicyText({ modelName, alias, policy }: PolicyTextProps) {
  const saved = policy?.source ?? '';
  const [text, setText] = useState(saved);
  const save = useSavePolicy(modelName, alias);
  return (
    <>
      <Textarea
        label="Policy in YAML"
        description={
          policy === null
            ? 'There is none: every promotion passes.'
            : `Revision ${policy.revision} by ${policy.user}. An empty text removes it.`
        }
        placeholder={EXAMPLE}
        autosize
        minRows={6}
        maxRows={24}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FailureAlert title="Not saved" error={save.error} />
      <Group justify="flex-end">
        <Button
          size="xs"
          disabled={text === saved}
          loading={save.isPending}
          onClick={() => save.mutate(text)}
        >
          Save policy
        </Button>
      </Group>
    </>
  );
}
