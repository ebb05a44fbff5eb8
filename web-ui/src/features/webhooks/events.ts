import type { WebhookEvent } from '@/features/webhooks/api/types';

/** An event that a webhook can be told of. */
export interface EventKind {
  name: WebhookEvent;
  when: string;
}

export interface EventGroup {
  title: string;
  /** Whether MLflow's clients know these events. */
  mlflows: boolean;
  events: EventKind[];
}

/** A run logged its first value beyond a threshold, which a webhook with this event has. */
export const THRESHOLD_EVENT = 'metric.threshold_crossed';

/** MLflow's clients may ask for it; nothing here sends it. */
export const NEVER_SENT = 'budget_policy.exceeded';

/** All events, in the order in which they are shown. */
export const EVENT_GROUPS: EventGroup[] = [
  {
    title: 'Runs and metrics',
    mlflows: false,
    events: [
      { name: 'run.finished', when: 'A run ended well.' },
      { name: 'run.failed', when: 'A run ended as failed or was killed.' },
      { name: 'run.stalled', when: 'A run that should send heartbeats fell silent.' },
      {
        name: THRESHOLD_EVENT,
        when: 'A run logged its first value of a metric above or below a bound. Told once per run.',
      },
    ],
  },
  {
    title: 'Models',
    mlflows: true,
    events: [
      { name: 'registered_model.created', when: 'A model was registered under a new name.' },
      { name: 'model_version.created', when: 'A model got a new version.' },
      { name: 'model_version_alias.created', when: 'An alias came to point at a version, by whatever way.' },
      { name: 'model_version_alias.deleted', when: 'An alias was removed.' },
      { name: 'model_version_tag.set', when: 'A version got a tag, or a tag of it another value.' },
      { name: 'model_version_tag.deleted', when: 'A tag of a version was removed.' },
    ],
  },
  {
    title: 'Promotions',
    mlflows: false,
    events: [
      { name: 'promotion.requested', when: 'Somebody asked for a promotion that has gates.' },
      { name: 'promotion.approved', when: 'Somebody approved one; others may have to.' },
      { name: 'promotion.refused', when: 'One ended without a move: by its gates, a person or the time.' },
      { name: 'promotion.done', when: 'A promotion moved an alias.' },
      { name: 'promotion.rolled_back', when: 'A rollback moved an alias.' },
    ],
  },
  {
    title: 'Endpoints',
    mlflows: false,
    events: [
      {
        name: 'endpoint.swapped',
        when: 'An endpoint came to answer from another version. Each server tells of its own.',
      },
      {
        name: 'endpoint.drifted',
        when: 'What a version is asked or answers began to drift, where its endpoint alerts on that.',
      },
    ],
  },
  {
    title: 'Prompts',
    mlflows: true,
    events: [
      { name: 'prompt.created', when: 'A prompt was registered under a new name.' },
      { name: 'prompt_version.created', when: 'A prompt got a new version.' },
      { name: 'prompt_alias.created', when: 'An alias came to point at a version of a prompt.' },
      { name: 'prompt_alias.deleted', when: 'An alias of a prompt was removed.' },
      { name: 'prompt_tag.set', when: 'A prompt got a tag, or a tag of it another value.' },
      { name: 'prompt_tag.deleted', when: 'A tag of a prompt was removed.' },
      { name: 'prompt_version_tag.set', when: 'A version of a prompt got a tag or another value of one.' },
      { name: 'prompt_version_tag.deleted', when: 'A tag of a version of a prompt was removed.' },
    ],
  },
  {
    title: 'Budgets',
    mlflows: true,
    events: [{ name: NEVER_SENT, when: 'Never sent: there are no budgets here.' }],
  },
];
