import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { FailureAlert } from '@/components/FailureAlert';
import { Section } from '@/components/Section';
import { useSaveWebhook } from '@/features/webhooks/api/saveWebhook';
import type { Webhook } from '@/features/webhooks/api/types';
import { EventPicker } from '@/features/webhooks/components/EventPicker';
import { SecretFields } from '@/features/webhooks/components/SecretFields';
import { ThresholdFields } from '@/features/webhooks/components/ThresholdFields';
import classes from '@/features/webhooks/components/WebhookForm.module.css';
import { changeOf, draftOf, missing } from '@/features/webhooks/draft';

interface WebhookFormProps {
  /** The one that is changed; absent where one is made. */
  webhook?: Webhook;
  /** Chooses an experiment; another feature knows them. */
  experimentField: (value: string, onChange: (experimentId: string) => void) => ReactNode;
  onSaved: (webhook: Webhook) => void;
  onCancel: () => void;
}

/** All that a webhook has, to be made or changed. */
export function WebhookForm({ webhook, experimentField, onSaved, onCancel }: WebhookFormProps) {
  const [draft, setDraft] = useState(() => draftOf(webhook));
  const change = (part: Partial<typeof draft>) => setDraft((previous) => ({ ...previous, ...part }));
  const save = useSaveWebhook(webhook?.webhook_id);
  const needs = missing(draft);
  const verb = webhook === undefined ? 'Create webhook' : 'Save changes';
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (needs.length === 0 && !save.isPending) save.mutate(changeOf(draft), { onSuccess: onSaved });
      }}
    >
      <Section title="Receiver">
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="Letters, digits, dots, hyphens and underscores, at most 63"
            placeholder="ci"
            required
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Description"
            description="What it is for, and whose it is"
            value={draft.description}
            maxLength={1000}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
          <TextInput
            label="URL"
            description="Gets a POST for every event: https, at a public address, unless this server is set up for others"
            placeholder="https://ci.example.com/hook"
            inputMode="url"
            required
            value={draft.url}
            onChange={(event) => change({ url: event.currentTarget.value })}
          />
        </Stack>
      </Section>
      <Section title="Events" count={draft.events.length}>
        <p className={classes.hint}>
          MLflow&apos;s own clients list a webhook only where it has an event marked “as in MLflow”.
        </p>
        <EventPicker
          chosen={draft.events}
          onChange={(events) => change({ events })}
          threshold={
            <ThresholdFields
              draft={draft}
              onChange={change}
              experiment={experimentField(draft.experimentId, (experimentId) => change({ experimentId }))}
            />
          }
        />
      </Section>
      <Section title="Message">
        <Stack gap="sm">
          <Radio.Group label="Format" value={draft.format} onChange={(format) => change({ format: format })}>
            <Stack gap="xs" mt={4}>
              <Radio value="mlflow" label="MLflow's" description="entity, action, timestamp and data" />
              <Radio
                value="cloudevents"
                label="CloudEvents 1.0"
                description="The same data in the envelope that event brokers and serverless platforms take"
              />
            </Stack>
          </Radio.Group>
          <SecretFields draft={draft} signed={webhook?.signed ?? false} onChange={change} />
        </Stack>
      </Section>
      <div className={classes.end}>
        <FailureAlert title="Not saved" error={save.error} />
        <Group justify="flex-end" gap="sm">
          <span className="muted" aria-live="polite">
            {needs.length > 0 && `Still needs ${needs.join(', ')}`}
          </span>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={needs.length > 0} loading={save.isPending}>
            {verb}
          </Button>
        </Group>
      </div>
    </form>
  );
}
