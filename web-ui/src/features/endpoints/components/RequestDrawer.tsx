import { Button, Drawer, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CodeSnippet } from '@/components/CodeSnippet';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { RelativeTime } from '@/components/RelativeTime';
import { useRequest } from '@/features/endpoints/api/getRequest';
import { useReplay } from '@/features/endpoints/api/replayRequests';
import { ReplayResult } from '@/features/endpoints/components/ReplayResult';

interface RequestDrawerProps {
  endpointName: string;
  requestId: string;
  onClose: () => void;
}

/** A request as it was kept, with its answer, and what another version says to it. */
export function RequestDrawer({ endpointName, requestId, onClose }: RequestDrawerProps) {
  const { data: request, error, refetch } = useRequest(endpointName, requestId);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="xl"
      title={`Request ${requestId}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {error !== null && <ErrorState error={error} doing="load the request" onRetry={() => void refetch()} />}
      {request !== undefined && (
        <>
          <Facts
            facts={[
              { name: 'When', value: <RelativeTime millis={request.at} /> },
              { name: 'Version', value: request.version ?? '–' },
              { name: 'Variant', value: request.variant ?? '–' },
              { name: 'Result', value: request.error_code ?? 'answered' },
              { name: 'Latency', value: `${request.latency_millis.toFixed(2)} ms` },
            ]}
          />
          <Stack gap="sm">
            <Kept label="Body" text={request.body} note={request.body_note} />
            <Kept label="Answer" text={request.answer} note={request.answer_note} />
          </Stack>
          {request.body !== undefined && !request.redacted && (
            <AskAgain endpointName={endpointName} requestId={requestId} />
          )}
        </>
      )}
    </Drawer>
  );
}

function Kept({ label, text, note }: { label: string; text?: string; note?: string }) {
  if (text !== undefined) return <CodeSnippet label={label} code={readable(text)} />;
  return note === undefined ? null : <p>{`${label} not kept: ${note}`}</p>;
}

/** JSON with lines and indents; anything else as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function AskAgain({ endpointName, requestId }: { endpointName: string; requestId: string }) {
  const [version, setVersion] = useState('');
  const replay = useReplay(endpointName);
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (version.trim() !== '') replay.mutate({ version: version.trim(), request_ids: [requestId] });
        }}
      >
        <Group align="end" gap="sm" mt="md">
          <TextInput
            label="Ask version"
            size="xs"
            value={version}
            onChange={(event) => setVersion(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" disabled={version.trim() === ''} loading={replay.isPending}>
            Ask again
          </Button>
        </Group>
      </form>
      <ReplayResult replay={replay} />
    </>
  );
}
