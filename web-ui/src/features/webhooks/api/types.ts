import type { BodyOf, Known, Schema } from '@/lib/api';

/** As `entity.action`. */
export type WebhookEvent = Schema<'EventType'>;

export type WebhookStatus = Schema<'WebhookStatus'>;

/** What the body of a delivery looks like. */
export type WebhookFormat = Schema<'WebhookFormat'>;

/** What `metric.threshold_crossed` waits for, in one experiment or in all: either `above` or `below`. */
export type MetricThreshold = Known<Schema<'MetricThreshold'>, 'key'>;

/**
 * One event on its way to one webhook: with the delivery that it repeats, the status of the last answer,
 * why the last attempt did not deliver and, while it is pending, when the next one is.
 */
export type Delivery = Schema<'Delivery'>;

export type DeliveryStatus = Delivery['status'];

/** Signed where it has a secret, which is never shown; with the newest delivery that is kept. */
export type Webhook = Known<
  Schema<'Subscription'>,
  'events',
  { threshold: MetricThreshold; last_delivery: Delivery }
>;

/** What is sent to make a webhook, and to change one: what is absent stays as it is. An empty secret is none. */
export type WebhookChange = BodyOf<
  'POST /api/millrace/v1/webhooks' | 'PATCH /api/millrace/v1/webhooks/{webhook_id}'
>;

/** How a test went, or why there was no answer. */
export type TestResult = Schema<'WebhookTestResult'>;
