import { Button } from '@mantine/core';
import { CopyButton } from '@/components/CopyButton';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import type { Delivery } from '@/features/webhooks/api/types';
import { DeliveryStatePill } from '@/features/webhooks/components/DeliveryStatePill';
import { nextAttempt, shortId } from '@/features/webhooks/deliveryState';

interface DeliveriesTableProps {
  deliveries: Delivery[];
  /** The delivery that is being sent again. */
  resending?: string;
  /** Absent where nothing can be sent. */
  onResend?: (deliveryId: string) => void;
}

export function DeliveriesTable({ deliveries, resending, onResend }: DeliveriesTableProps) {
  return (
    <DataTable
      label="Deliveries"
      rows={deliveries}
      rowKey={(delivery) => delivery.delivery_id}
      columns={[
        { header: 'Happened', cell: (delivery) => <RelativeTime millis={delivery.created_at} /> },
        {
          header: 'Event',
          cell: ({ event }) => <span style={{ whiteSpace: 'nowrap' }}>{event}</span>,
        },
        { header: 'State', cell: (delivery) => <DeliveryStatePill delivery={delivery} /> },
        { header: 'Attempts', numeric: true, cell: (delivery) => delivery.attempts },
        {
          header: 'Answer',
          numeric: true,
          cell: (delivery) => delivery.http_status ?? <span className="muted">–</span>,
        },
        { header: 'What came of it', width: '35%', cell: (delivery) => <Outcome delivery={delivery} /> },
        {
          header: 'Delivery ID',
          cell: ({ delivery_id: id }) => (
            <span style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}>
              <span className="mono" title={id}>
                {shortId(id)}
              </span>
              <CopyButton text={id} label={`Copy the delivery ID ${shortId(id)}`} />
            </span>
          ),
        },
        {
          header: 'Action',
          width: '110px',
          cell: ({ delivery_id: id, event, status }) =>
            status !== 'PENDING' &&
            onResend !== undefined && (
              <Button
                variant="default"
                size="compact-xs"
                aria-label={`Send ${event} again, delivery ${shortId(id)}`}
                loading={resending === id}
                onClick={() => onResend(id)}
              >
                Send again
              </Button>
            ),
        },
      ]}
    />
  );
}

function Outcome({ delivery }: { delivery: Delivery }) {
  const { status, error, redelivery_of: repeats, last_attempt_at: tried } = delivery;
  const next = nextAttempt(delivery);
  return (
    <div style={{ minWidth: 200 }}>
      {status === 'DELIVERED' ? (
        <>
          taken <RelativeTime millis={delivery.completed_at} />
        </>
      ) : (
        (error ?? <span className="muted">–</span>)
      )}
      {next !== undefined && (
        <div className="muted">
          last attempt <RelativeTime millis={tried} />, {next}
        </div>
      )}
      {repeats !== undefined && (
        <div className="muted" title={repeats}>
          repeats {shortId(repeats)}
        </div>
      )}
    </div>
  );
}
