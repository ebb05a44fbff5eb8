import { Button, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { Chip } from '@/components/TagList';
import type { WebhookEvent } from '@/features/webhooks/api/types';
import classes from '@/features/webhooks/components/EventPicker.module.css';
import { EVENT_GROUPS, NEVER_SENT, THRESHOLD_EVENT, type EventGroup } from '@/features/webhooks/events';

interface EventPickerProps {
  chosen: readonly WebhookEvent[];
  onChange: (events: WebhookEvent[]) => void;
  /** Beside the event that waits for a metric, where that is chosen: which one. */
  threshold: ReactNode;
}

/** All events by what they are about, each with when it is sent. */
export function EventPicker({ chosen, onChange, threshold }: EventPickerProps) {
  // What is never sent is shown where somebody asked for it all the same, so that it can be taken off.
  const groups = EVENT_GROUPS.filter(({ events }) =>
    events.some(({ name }) => name !== NEVER_SENT || chosen.includes(name)),
  );
  return groups.map((group) => (
    <Group key={group.title} group={group} chosen={chosen} onChange={onChange} threshold={threshold} />
  ));
}

function Group({ group, chosen, onChange, threshold }: EventPickerProps & { group: EventGroup }) {
  const names = group.events.map(({ name }) => name);
  const others = chosen.filter((name) => !names.includes(name));
  const all = names.every((name) => chosen.includes(name));
  return (
    <fieldset className={classes.group}>
      <legend className={classes.title}>{group.title}</legend>
      <div className={classes.aside}>
        {group.mlflows && <Chip>as in MLflow</Chip>}
        {names.length > 1 && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`${all ? 'None' : 'All'} of ${group.title}`}
            onClick={() => onChange(all ? others : [...others, ...names])}
          >
            {all ? 'None' : 'All'}
          </Button>
        )}
      </div>
      <div className={classes.events}>
        {group.events.map(({ name, when }) => (
          <Checkbox
            key={name}
            label={name}
            description={when}
            checked={chosen.includes(name)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? [...chosen, name] : chosen.filter((other) => other !== name))
            }
          />
        ))}
      </div>
      {names.includes(THRESHOLD_EVENT) && chosen.includes(THRESHOLD_EVENT) && threshold}
    </fieldset>
  );
}
