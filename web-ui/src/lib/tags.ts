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

/** Some changes were made before one was refused. */
export class PartlyChanged extends Error {
  readonly done: readonly TagChange[];

  constructor(done: readonly TagChange[], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.done = done;
  }
}

/**
 * Changes tags one after the other, where the server takes no more at once.
 *
 * @throws PartlyChanged where one is refused and those before it are changed
 */
export async function changeInTurn(
  changes: readonly TagChange[],
  send: (change: TagChange) => Promise<unknown>,
): Promise<void> {
  for (const [place, change] of changes.entries()) {
    try {
      await send(change);
    } catch (error) {
      throw place === 0 ? error : new PartlyChanged(changes.slice(0, place), error);
    }
  }
}
