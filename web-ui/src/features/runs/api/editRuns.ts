import type { AnswerTo, BodyOf, Known, Schema } from '@/lib/api';
import { millrace, mlflow } from '@/lib/http';
import { useChange } from '@/lib/useChange';

/** One tag of one run; without a value it is removed. */
export type TagChange = Known<Schema<'Change'>, 'run_id' | 'key'>;
type Before = Known<AnswerTo<'POST /api/millrace/v1/runs/set-tags'>, never, { previous: TagChange[] }>;

/** What the server takes at once. */
const AT_ONCE = 1_000;

async function inParts<T, R>(all: readonly T[], send: (part: T[]) => Promise<R[]>): Promise<R[]> {
  const answers: R[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    answers.push(...(await send(all.slice(start, start + AT_ONCE))));
  }
  return answers;
}

/** Changes tags and answers with the changes that take it back. */
export function setTags(changes: readonly TagChange[]): Promise<TagChange[]> {
  return inParts(changes, async (tags) => {
    const answer = await millrace<Before>('runs/set-tags', {
      body: { tags } satisfies BodyOf<'POST /api/millrace/v1/runs/set-tags'>,
    });
    return answer.previous ?? [];
  });
}

/** Changes tags of one run. */
export function useChangeTags(runId: string) {
  return useChange(
    (changes: readonly Omit<TagChange, 'run_id'>[]) =>
      setTags(changes.map((change) => ({ run_id: runId, ...change }))),
    { reads: [['runs']] },
  );
}

/** Sets a tag of one run; an empty text takes it away. */
export function useSetTag(runId: string) {
  return useChange(
    ({ key, value }: { key: string; value: string }) =>
      setTags([{ run_id: runId, key, value: value === '' ? undefined : value }]),
    { reads: [['runs']] },
  );
}

type Move = 'POST /api/millrace/v1/runs/delete' | 'POST /api/millrace/v1/runs/restore';

/** Deletes runs, or restores them, and answers with those that changed. */
export function moveRuns(verb: 'delete' | 'restore', runIds: readonly string[]): Promise<string[]> {
  return inParts(runIds, async (ids) => {
    const answer = await millrace<AnswerTo<Move>>(`runs/${verb}`, {
      body: { run_ids: ids } satisfies BodyOf<Move>,
    });
    return answer.run_ids ?? [];
  });
}

export async function renameRun(runId: string, name: string): Promise<void> {
  await mlflow('runs/update', {
    body: { run_id: runId, run_name: name } satisfies BodyOf<'POST /api/2.0/mlflow/runs/update'>,
  });
}
