import { Alert, Button, Group, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { CodeSnippet } from '@/components/CodeSnippet';
import { StatusPill } from '@/components/StatusPill';
import { useTestWebhook } from '@/features/webhooks/api/testWebhook';
import type { TestResult, Webhook, WebhookEvent } from '@/features/webhooks/api/types';

/** Of an answer: enough of a page that tells of a fault. */
const SHOWN = 2_000;

/** Sends an example of one of the webhook's events and shows what the receiver said. */
export function TestWebhook({ webhook }: { webhook: Webhook }) {
  const [chosen, setChosen] = useState<WebhookEvent>();
  const test = useTestWebhook(webhook.webhook_id);
  const event = chosen !== undefined && webhook.events.includes(chosen) ? chosen : webhook.events[0];
  return (
    <Stack gap="sm">
      <p className="muted">
        Sends an example of an event once, now, also while the webhook is paused. Tests are not among the
        deliveries.
      </p>
      <Group gap="xs" align="end">
        <Select
          label="Event"
          w={280}
          data={webhook.events}
          value={event ?? null}
          allowDeselect={false}
          onChange={(value) => setChosen(webhook.events.find((name) => name === value))}
        />
        <Button
          variant="default"
          loading={test.isPending}
          disabled={event === undefined}
          onClick={() => event !== undefined && test.mutate(event)}
        >
          Send test
        </Button>
      </Group>
      <div aria-live="polite">
        {test.error !== null ? (
          <Alert color="red" variant="light" title="The test was not sent">
            {test.error.message}
          </Alert>
        ) : (
          test.data !== undefined && !test.isPending && <Answer result={test.data} event={test.variables} />
        )}
      </div>
    </Stack>
  );
}

function Answer({ result, event }: { result: TestResult; event: string }) {
  const { success, response_status: status, response_body: body, error_message: error } = result;
  const label = success ? 'Taken' : status === undefined ? 'No answer' : 'Not taken';
  return (
    <Stack gap="xs">
      <p>
        <StatusPill tone={success ? 'good' : 'bad'}>{label}</StatusPill>{' '}
        {status === undefined
          ? `Nothing answered the test of ${event}.`
          : `The receiver answered ${status} to ${event}.`}{' '}
        {status !== undefined && !success && 'It counts as delivered where the answer is 2xx.'}
      </p>
      {error !== undefined && <p>{error}</p>}
      {body !== undefined && body !== '' && (
        <CodeSnippet
          label={body.length > SHOWN ? 'The beginning of its answer' : 'Its answer'}
          code={body.slice(0, SHOWN)}
        />
      )}
    </Stack>
  );
}
