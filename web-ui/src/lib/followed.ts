import type { Schema } from '@/lib/api';

/** What is followed of a model: one of the three. */
export type Followed = Schema<'Followed'>;

export type FollowedKind = keyof Followed;

/** As it is written behind a model's name: `fraud@champion`, `fraud/Production`, `fraud/3`. */
export function followedText(modelName: string, { alias, stage, version }: Followed): string {
  if (alias !== undefined) return `${modelName}@${alias}`;
  return `${modelName}/${stage ?? version ?? ''}`;
}

/** What the fields of a form say. */
export function followedOf(kind: FollowedKind, value: string): Followed {
  return { [kind]: value.trim() };
}
