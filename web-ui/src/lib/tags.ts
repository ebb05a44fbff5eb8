import type { Known, Schema } from '@/lib/api';

/** Those of runs; all others are like them. */
export type Tag = Known<Schema<'RunTag'>, 'key' | 'value'>;

export const NOTE_TAG = 'mlflow.note.content';

export function tagValue(tags: readonly Tag[] | undefined, key: string): string | undefined {
  const value = tags?.find((tag) => tag.key === key)?.value;
  return value === '' ? undefined : value;
}

/** What clients tell by themselves is shown where it belongs, as in a run's record, or not at all. */
const CLIENTS_TAGS = ['mlflow.', 'millrace.code.', 'millrace.environment.'];

export function isClientsTag(key: string): boolean {
  return CLIENTS_TAGS.some((prefix) => key.startsWith(prefix));
}

/** Tags that people set. */
export function userTags(tags: readonly Tag[] | undefined): Tag[] {
  return (tags ?? []).filter((tag) => !isClientsTag(tag.key));
}

/** What makes a tag another one; without a value it is removed. */
export interface TagChange {
  key: string;
  value?: string;
}

/** What makes the first tags the second ones. */
export function tagChanges(before: readonly Tag[], after: readonly Tag[]): TagChange[] {
  const valueIn = (tags: readonly Tag[], key: string) => tags.find((tag) => tag.key === key)?.value;
  return [
    ...before.filter(({ key }) => valueIn(after, key) === undefined).map(({ key }) => ({ key })),
    ...after.filter(({ key, value }) => valueIn(before, key) !== value),
  ];
}
