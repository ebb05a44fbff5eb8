import { TagList } from '@/components/TagList';

/** The events that a webhook is told of. */
export function EventChips({ events, limit }: { events: readonly string[]; limit: number }) {
  return <TagList tags={events.map((event) => ({ key: event, value: '' }))} limit={limit} />;
}
