import { Alert, Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CodeSnippet } from '@/components/CodeSnippet';
import { useCreateKey } from '@/features/endpoints/api/saveAccess';
import { FormDialog } from '@/components/FormDialog';

const dayMillis = 24 * 60 * 60 * 1000;

/** Makes a key, and shows its secret once. */
export function KeyDialog({ endpointName, onClose }: { endpointName: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [rate, setRate] = useState<number | string>('');
  const [days, setDays] = useState<number | string>('');
  const create = useCreateKey(endpointName);

  if (create.data !== undefined) {
    return <SecretDialog name={create.data.key.name} secret={create.data.secret} onClose={onClose} />;
  }
  return (
    <FormDialog
      title="Make a key"
      verb="Make the key"
      ready={name.trim() !== ''}
      pending={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutate({
          name: name.trim(),
          requests_per_second: rate === '' ? undefined : Number(rate),
          expires_at: days === '' ? undefined : Date.now() + Number(days) * dayMillis,
        })
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Who asks with it, such as a service"
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        label="Requests a second"
        description="Of each server; empty for no bound"
        min={0.001}
        value={rate}
        onChange={setRate}
      />
      <NumberInput
        label="Days"
        description="How long it can be used; empty until it is taken away"
        min={1}
        allowDecimal={false}
        value={days}
        onChange={setDays}
      />
    </FormDialog>
  );
}

function SecretDialog({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={`The key ${name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={false}
      size="lg"
      centered
    >
      <Stack gap="sm">
        <Alert color="yellow" variant="light" title="Copy it now">
          The server keeps a hash of it alone: nobody can show it again.
        </Alert>
        <CodeSnippet label="Authorization" code={`Bearer ${secret}`} />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
