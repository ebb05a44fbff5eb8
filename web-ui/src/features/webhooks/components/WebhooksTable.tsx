import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import type { Webhook } from '@/features/webhooks/api/types';
import { DeliveryStatePill } from '@/features/webhooks/components/DeliveryStatePill';
import { EventChips } from '@/features/webhooks/components/EventChips';
import { ThresholdText } from '@/features/webhooks/components/ThresholdText';
import { WebhookStatusPill } from '@/features/webhooks/components/WebhookStatusPill';
import { THRESHOLD_EVENT } from '@/features/webhooks/events';

export function WebhooksTable({ webhooks }: { webhooks: Webhook[] }) {
  return (
    <DataTable
      label="Webhooks"
      rows={webhooks}
      rowKey={(webhook) => webhook.webhook_id}
      columns={[
        {
          header: 'Name',
          cell: ({ webhook_id: webhookId, name, description }) => (
            <div style={{ minWidth: 140 }}>
              <Link to="/webhooks/$webhookId" params={{ webhookId }}>
                {name}
              </Link>
              {description !== undefined && <div className="muted">{description}</div>}
            </div>
          ),
        },
        {
          header: 'Sent to',
          width: '28%',
          cell: ({ url }) => (
            <div className="mono" style={{ minWidth: 180 }}>
              {url}
            </div>
          ),
        },
        {
          header: 'Events',
          cell: ({ events, threshold }) => (
            <>
              <EventChips events={events} limit={3} />
              {threshold !== undefined && events.includes(THRESHOLD_EVENT) && (
                <div className="muted">
                  <ThresholdText threshold={threshold} />
                </div>
              )}
            </>
          ),
        },
        { header: 'Status', cell: ({ status }) => <WebhookStatusPill status={status} /> },
        {
          header: 'Last delivery',
          cell: ({ last_delivery: last }) =>
            last === undefined ? (
              <span className="muted">none yet</span>
            ) : (
              <>
                <DeliveryStatePill delivery={last} /> <RelativeTime millis={last.created_at} />
                {last.status !== 'DELIVERED' && last.error !== undefined && (
                  <div className="muted">{last.error}</div>
                )}
              </>
            ),
        },
      ]}
    />
  );
}
