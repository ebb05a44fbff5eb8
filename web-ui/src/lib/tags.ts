export interface Tag {
  key: string;
  value: string;
}

export const NOTE_TAG = 'mlflow.note.content';

export function tagValue(tags: readonly Tag[] | undefined, key: string): string | undefined {
  const value = tags?.find((tag) => tag.key === key)?.value;
  return value === '' ? undefined : value;
}

/** Tags that people set; those of the `mlflow.` namespace are shown where they belong or not at all. */
export function userTags(tags: readonly Tag[] | undefined): Tag[] {
  return (tags ?? []).filter((tag) => !tag.key.startsWith('mlflow.'));
}
