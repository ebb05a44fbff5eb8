import { CopyButton } from '@/components/CopyButton';
import { Facts } from '@/components/Facts';
import { RelativeTime } from '@/components/RelativeTime';
import type { Webhook } from '@/features/webhooks/api/types';
import { EventChips } from '@/features/webhooks/components/EventChips';
import { ThresholdText } from '@/features/webhooks/components/ThresholdText';
import { THRESHOLD_EVENT } from '@/features/webhooks/events';

/** Where a webhook sends what, and how. */
export function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const { url, events, threshold, format, signed, webhook_id: webhookId } = webhook;
  return (
    <Facts
      facts={[
        {
          name: 'Sent to',
          value: (
            <>
              <span className="mono">{url}</span>
              <CopyButton text={url} label="Copy the URL" />
            </>
          ),
        },
        { name: 'Events', value: <EventChips events={events} limit={events.length} /> },
        ...(threshold !== undefined && events.includes(THRESHOLD_EVENT)
          ? [{ name: 'Threshold', value: <ThresholdText threshold={threshold} /> }]
          : []),
        { name: 'Format', value: format === 'cloudevents' ? 'CloudEvents 1.0' : 'MLflow’s' },
        { name: 'Signed', value: signed ? 'with its secret' : 'no, it has no secret' },
        { name: 'Created', value: <RelativeTime millis={webhook.creation_timestamp} /> },
        { name: 'Changed', value: <RelativeTime millis={webhook.last_updated_timestamp} /> },
        {
          name: 'Webhook ID',
          value: (
            <>
              <span className="mono">{webhookId}</span>
              <CopyButton text={webhookId} label="Copy the webhook ID" />
            </>
          ),
        },
      ]}
    />
  );
}
