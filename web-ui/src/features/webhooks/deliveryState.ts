import type { Tone } from '@/components/StatusPill';
import type { Delivery } from '@/features/webhooks/api/types';
import { formatRelativeTime } from '@/lib/format';

export interface DeliveryState {
  tone: Tone;
  label: string;
}

/** How far a delivery is. An attempt is counted when it begins. */
export function deliveryState({ status, attempts, error }: Delivery): DeliveryState {
  if (status === 'DELIVERED') return { tone: 'good', label: 'Delivered' };
  if (status === 'FAILED') return { tone: 'bad', label: 'Failed' };
  if (attempts === 0) return { tone: 'idle', label: 'Waiting' };
  return { tone: 'busy', label: error === undefined ? 'Being sent' : 'Retrying' };
}

/** When a delivery that failed so far is tried again. */
export function nextAttempt(delivery: Delivery, now: number = Date.now()): string | undefined {
  const { next_attempt_at: next } = delivery;
  if (next === undefined || deliveryState(delivery).label !== 'Retrying') return undefined;
  if (next - now < 60_000) return 'next attempt within a minute';
  return `next attempt ${formatRelativeTime(next, now)}`;
}

/** Enough of an ID to find its delivery in a list. */
export function shortId(deliveryId: string): string {
  return deliveryId.slice(0, 8);
}
