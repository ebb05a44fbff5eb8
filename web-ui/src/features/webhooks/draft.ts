import type {
  MetricThreshold,
  Webhook,
  WebhookChange,
  WebhookEvent,
  WebhookFormat,
} from '@/features/webhooks/api/types';
import { THRESHOLD_EVENT } from '@/features/webhooks/events';

/** A webhook as it stands in the form. */
export interface WebhookDraft {
  name: string;
  description: string;
  url: string;
  events: WebhookEvent[];
  format: WebhookFormat;
  /** What is typed anew; a secret that was saved is not known here. */
  secret: string;
  /** The secret that was saved is to go. */
  unsigned: boolean;
  metric: string;
  side: 'above' | 'below';
  bound: string;
  /** Empty for all. */
  experimentId: string;
}

export function draftOf(webhook?: Webhook): WebhookDraft {
  const threshold = webhook?.threshold;
  return {
    name: webhook?.name ?? '',
    description: webhook?.description ?? '',
    url: webhook?.url ?? '',
    events: webhook?.events ?? [],
    format: webhook?.format ?? 'mlflow',
    secret: '',
    unsigned: false,
    metric: threshold?.key ?? '',
    side: threshold?.below === undefined ? 'above' : 'below',
    bound: String(threshold?.above ?? threshold?.below ?? ''),
    experimentId: threshold?.experiment_id ?? '',
  };
}

function wantsThreshold(draft: WebhookDraft): boolean {
  return draft.events.includes(THRESHOLD_EVENT);
}

/** What the form still needs before it can be sent, in words. */
export function missing(draft: WebhookDraft): string[] {
  const needs: string[] = [];
  if (draft.name.trim() === '') needs.push('a name');
  if (draft.url.trim() === '') needs.push('a URL');
  if (draft.events.length === 0) needs.push('at least one event');
  if (wantsThreshold(draft)) {
    if (draft.metric.trim() === '') needs.push('the metric');
    if (boundOf(draft) === undefined) needs.push('a number as its bound');
  }
  return needs;
}

/** What is sent of a draft that misses nothing. All of it: only the secret can be left as it is. */
export function changeOf(draft: WebhookDraft): WebhookChange {
  const secret = draft.unsigned ? '' : draft.secret === '' ? undefined : draft.secret;
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    url: draft.url.trim(),
    events: draft.events,
    format: draft.format,
    ...(secret === undefined ? {} : { secret }),
    ...(wantsThreshold(draft) ? { threshold: thresholdOf(draft) } : {}),
  };
}

function thresholdOf(draft: WebhookDraft): MetricThreshold {
  return {
    key: draft.metric.trim(),
    [draft.side]: boundOf(draft),
    ...(draft.experimentId === '' ? {} : { experiment_id: draft.experimentId }),
  };
}

function boundOf({ bound }: WebhookDraft): number | undefined {
  const number = Number(bound);
  return bound.trim() === '' || !Number.isFinite(number) ? undefined : number;
}
