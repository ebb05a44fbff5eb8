import { expect, it } from 'vitest';
import type { Delivery } from '@/features/webhooks/api/types';
import { deliveryState, nextAttempt } from '@/features/webhooks/deliveryState';

function delivery(part: Partial<Delivery>): Delivery {
  return {
    delivery_id: 'd',
    event_id: 'e',
    event: 'run.finished',
    status: 'PENDING',
    attempts: 0,
    created_at: 1,
    ...part,
  };
}

const failedOnce = { attempts: 1, error: 'The receiver answered 503.' };

it.each([
  [{}, 'Waiting'],
  [{ attempts: 1 }, 'Being sent'],
  [failedOnce, 'Retrying'],
  [{ ...failedOnce, status: 'FAILED' as const }, 'Failed'],
  [{ attempts: 2, status: 'DELIVERED' as const }, 'Delivered'],
])('calls %o %s', (part, label) => {
  expect(deliveryState(delivery(part)).label).toBe(label);
});

it('says when the next attempt is, where one failed', () => {
  const now = 1_000_000;
  const next = (part: Partial<Delivery>, seconds: number) =>
    nextAttempt(delivery({ ...part, next_attempt_at: now + seconds * 1000 }), now);
  expect(next(failedOnce, 8)).toBe('next attempt within a minute');
  expect(next(failedOnce, -5)).toBe('next attempt within a minute');
  expect(next(failedOnce, 600)).toBe('next attempt in 10 min.');
  expect(next({ attempts: 1 }, 600)).toBeUndefined();
  expect(nextAttempt(delivery(failedOnce), now)).toBeUndefined();
});
