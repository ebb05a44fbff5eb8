import { expect, it } from 'vitest';
import type { Webhook } from '@/features/webhooks/api/types';
import { changeOf, draftOf, missing } from '@/features/webhooks/draft';

const webhook: Webhook = {
  webhook_id: 'w',
  name: 'ci',
  description: 'builds',
  url: 'https://ci.example.com/hook',
  events: ['metric.threshold_crossed'],
  status: 'ACTIVE',
  format: 'cloudevents',
  signed: true,
  threshold: { key: 'val_loss', below: 0, experiment_id: '3' },
  creation_timestamp: 1,
  last_updated_timestamp: 1,
};

it('sends back what it was given, without a secret', () => {
  expect(changeOf(draftOf(webhook))).toEqual({
    name: 'ci',
    description: 'builds',
    url: 'https://ci.example.com/hook',
    events: ['metric.threshold_crossed'],
    format: 'cloudevents',
    threshold: { key: 'val_loss', below: 0, experiment_id: '3' },
  });
});

it('sends a secret where one is typed, and an empty one where it is to go', () => {
  const draft = draftOf(webhook);
  expect(changeOf({ ...draft, secret: 'new' }).secret).toBe('new');
  expect(changeOf({ ...draft, unsigned: true }).secret).toBe('');
});

it('sends a bound on one side only, and none without its event', () => {
  const draft = { ...draftOf(webhook), side: 'above' as const, bound: ' 1e-5 ', experimentId: '' };
  expect(changeOf(draft).threshold).toEqual({ key: 'val_loss', above: 0.00001 });
  expect(changeOf({ ...draft, events: ['run.failed'] })).not.toHaveProperty('threshold');
});

it('says what is missing, of a threshold only where it is wanted', () => {
  expect(missing(draftOf())).toEqual(['a name', 'a URL', 'at least one event']);
  expect(missing(draftOf(webhook))).toEqual([]);
  const draft = { ...draftOf(webhook), metric: ' ', bound: 'much' };
  expect(missing(draft)).toEqual(['the metric', 'a number as its bound']);
  expect(missing({ ...draft, events: ['run.failed'] })).toEqual([]);
});
