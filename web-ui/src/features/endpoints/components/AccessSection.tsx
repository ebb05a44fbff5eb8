import { Button, Group, Switch } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorState } from '@/components/ErrorState';
import { Section } from '@/components/Section';
import { useKeys } from '@/features/endpoints/api/listKeys';
import { useDeleteKey, useSaveOptions } from '@/features/endpoints/api/saveAccess';
import type { Endpoint } from '@/features/endpoints/api/types';
import { KeyDialog } from '@/features/endpoints/components/KeyDialog';
import { KeysTable } from '@/features/endpoints/components/KeysTable';

/** Whom the endpoint answers: everyone, or those who send one of its keys. */
export function AccessSection({ endpoint }: { endpoint: Endpoint }) {
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<string>();
  const keys = useKeys(endpoint.name);
  const saveOptions = useSaveOptions(endpoint.name);
  const deleteKey = useDeleteKey(endpoint.name);
  const requiresKey = endpoint.options?.requires_key ?? false;
  const error = keys.error ?? saveOptions.error;
  return (
    <Section
      title="Keys"
      count={keys.data?.length ?? 0}
      actions={
        <Group gap="md">
          <Switch
            size="xs"
            label="Answer those alone that send a key"
            checked={saveOptions.isPending ? saveOptions.variables.requires_key === true : requiresKey}
            disabled={saveOptions.isPending}
            onChange={(event) =>
              saveOptions.mutate({
                ...endpoint.options,
                requires_key: event.currentTarget.checked ? true : undefined,
              })
            }
          />
          <Button variant="default" size="xs" onClick={() => setMaking(true)}>
            Make a key
          </Button>
        </Group>
      }
    >
      {error !== null && (
        <ErrorState error={error} doing="look after the keys" onRetry={() => void keys.refetch()} />
      )}
      {keys.data === undefined || keys.data.length === 0 ? (
        <p className="muted">
          {requiresKey
            ? 'Nobody is answered: the endpoint asks for a key and has none.'
            : 'Everyone who reaches the server is answered.'}
        </p>
      ) : (
        <KeysTable keys={keys.data} onDelete={setEnding} />
      )}
      {making && <KeyDialog endpointName={endpoint.name} onClose={() => setMaking(false)} />}
      {ending !== undefined && (
        <ConfirmDialog
          title={`Take the key ${ending} away?`}
          verb="Take it away"
          dangerous
          pending={deleteKey.isPending}
          error={deleteKey.error}
          onConfirm={() => deleteKey.mutate(ending, { onSuccess: () => setEnding(undefined) })}
          onClose={() => setEnding(undefined)}
        >
          <p>Requests with it are refused from then on, on every server.</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
