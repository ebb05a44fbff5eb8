import { Button, Group, Modal, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useReplay } from '@/features/endpoints/api/replayRequests';
import { ReplayResult } from '@/features/endpoints/components/ReplayResult';

interface ReplayDialogProps {
  endpointName: string;
  onClose: () => void;
}

/** Has any version answer the newest requests once more. */
export function ReplayDialog({ endpointName, onClose }: ReplayDialogProps) {
  const [version, setVersion] = useState('');
  const [limit, setLimit] = useState<number | ''>(100);
  const replay = useReplay(endpointName);
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title="Replay requests"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (version !== '' && limit !== '') replay.mutate({ version: version.trim(), limit });
        }}
      >
        <Group align="end" gap="sm">
          <TextInput
            label="Version"
            description="Any of the model's"
            required
            data-autofocus
            value={version}
            onChange={(event) => setVersion(event.currentTarget.value)}
          />
          <NumberInput
            label="Requests"
            description="The newest so many"
            required
            min={1}
            max={500}
            value={limit}
            onChange={(next) => setLimit(next === '' ? '' : Number(next))}
          />
          <Button type="submit" disabled={version.trim() === '' || limit === ''} loading={replay.isPending}>
            Ask again
          </Button>
        </Group>
      </form>
      <ReplayResult replay={replay} />
    </Modal>
  );
}
