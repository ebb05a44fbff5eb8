import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EVENT_GROUPS } from '@/features/webhooks/events';

it('offers every event that the server knows, once', () => {
  const openapi = JSON.parse(readFileSync('../docs/openapi.json', 'utf8')) as {
    components: { schemas: { EventType: { enum: string[] } } };
  };
  const offered = EVENT_GROUPS.flatMap(({ events }) => events.map(({ name }) => name));
  expect(offered.toSorted()).toEqual(openapi.components.schemas.EventType.enum.toSorted());
});
