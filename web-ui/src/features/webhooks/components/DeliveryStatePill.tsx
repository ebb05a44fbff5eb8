import { StatusPill } from '@/components/StatusPill';
import type { Delivery } from '@/features/webhooks/api/types';
import { deliveryState } from '@/features/webhooks/deliveryState';

/** How far a delivery is. */
export function DeliveryStatePill({ delivery }: { delivery: Delivery }) {
  const { tone, label } = deliveryState(delivery);
  return <StatusPill tone={tone}>{label}</StatusPill>;
}
