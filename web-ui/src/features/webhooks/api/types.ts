export type WebhookStatus = 'ACTIVE' | 'DISABLED';

/** What the body of a delivery looks like. */
export type WebhookFormat = 'mlflow' | 'cloudevents';

/** What `metric.threshold_crossed` waits for: either `above` or `below`. */
export interface MetricThreshold {
  key: string;
  above?: number;
  below?: number;
  /** Absent for the runs of all experiments. */
  experiment_id?: string;
}

export interface Webhook {
  webhook_id: string;
  name: string;
  description?: string;
  url: string;
  /** As `entity.action`. */
  events: string[];
  status: WebhookStatus;
  format: WebhookFormat;
  /** Whether it has a secret, which is never shown. */
  signed: boolean;
  threshold?: MetricThreshold;
  /** The newest that is kept. */
  last_delivery?: Delivery;
  creation_timestamp: number;
  last_updated_timestamp: number;
}

export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED';

/** One event on its way to one webhook. */
export interface Delivery {
  delivery_id: string;
  event_id: string;
  event: string;
  status: DeliveryStatus;
  attempts: number;
  /** The delivery that this one repeats. */
  redelivery_of?: string;
  /** Of the last answer. */
  http_status?: number;
  /** Why the last attempt did not deliver. */
  error?: string;
  created_at: number;
  last_attempt_at?: number;
  /** While it is pending. */
  next_attempt_at?: number;
  completed_at?: number;
}

/** What is sent to make a webhook, and to change one: what is absent stays as it is. */
export interface WebhookChange {
  name?: string;
  description?: string;
  url?: string;
  events?: string[];
  /** Empty for none. */
  secret?: string;
  status?: WebhookStatus;
  format?: WebhookFormat;
  threshold?: MetricThreshold;
}

/** How a test went. */
export interface TestResult {
  success: boolean;
  response_status?: number;
  response_body?: string;
  /** Why there was no answer. */
  error_message?: string;
}
