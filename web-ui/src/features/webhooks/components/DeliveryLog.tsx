import { SegmentedControl } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { FailureAlert } from '@/components/FailureAlert';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { Section } from '@/components/Section';
import { useDeliveries } from '@/features/webhooks/api/listDeliveries';
import { useRedeliver } from '@/features/webhooks/api/redeliver';
import type { DeliveryStatus, Webhook } from '@/features/webhooks/api/types';
import { DeliveriesTable } from '@/features/webhooks/components/DeliveriesTable';
import { shortId } from '@/features/webhooks/deliveryState';

const CHOICES = [
  { value: 'all', label: 'All' },
  { value: 'PENDING', label: 'Under way' },
  { value: 'DELIVERED', label: 'Delivered' },
  { value: 'FAILED', label: 'Failed' },
];

interface DeliveryLogProps {
  webhook: Webhook;
  /** Only deliveries of this status. */
  status?: DeliveryStatus;
  onStatus: (status: DeliveryStatus | undefined) => void;
}

/** What was sent to a webhook, newest first, and what came of it. */
export function DeliveryLog({ webhook, status, onStatus }: DeliveryLogProps) {
  return (
    <Section
      title="Deliveries"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Deliveries shown"
          data={CHOICES}
          value={status ?? 'all'}
          onChange={(value) => onStatus(value === 'all' ? undefined : (value as DeliveryStatus))}
        />
      }
    >
      <Deliveries webhook={webhook} status={status} />
    </Section>
  );
}

function Deliveries({ webhook, status }: { webhook: Webhook; status?: DeliveryStatus }) {
  const query = useDeliveries(webhook.webhook_id, status);
  const again = useRedeliver(webhook.webhook_id);
  const paused = webhook.status === 'DISABLED';
  if (query.error !== null) {
    return (
      <ErrorState error={query.error} doing="load the deliveries" onRetry={() => void query.refetch()} />
    );
  }
  if (query.data === undefined) return <Loading what="deliveries" />;
  const deliveries = query.data.pages.flatMap((page) => page.deliveries ?? []);
  if (deliveries.length === 0) return <NoDeliveries paused={paused} filtered={status !== undefined} />;
  const resend = (deliveryId: string) =>
    again.mutate(deliveryId, {
      onSuccess: (added) =>
        notifications.show({
          title: 'Sent again',
          message: `The same event goes out as delivery ${shortId(added.delivery_id)}.`,
          color: 'race',
        }),
    });
  return (
    <>
      <FailureAlert title="Not sent again" mb="sm" error={again.error} />
      <DeliveriesTable
        deliveries={deliveries}
        resending={again.isPending ? again.variables : undefined}
        onResend={paused ? undefined : resend}
      />
      <LoadMore query={query} />
    </>
  );
}

function NoDeliveries({ paused, filtered }: { paused: boolean; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="No delivery is in this state">
        <p>Choose “All” to see the others.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing was delivered yet">
      <p>
        {paused
          ? 'The webhook is paused: resume it, and what happens from then on is sent and listed here.'
          : 'When one of the events above happens, its delivery is listed here. Send a test to see whether the receiver answers.'}
      </p>
    </EmptyState>
  );
}
