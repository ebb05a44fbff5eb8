import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { failureToast, undoToast } from '@/components/toasts';
import { moveRuns, renameRun, setTags, type TagChange } from '@/features/runs/api/editRuns';
import { plural } from '@/lib/format';

/** Changes of runs, each told with a way back. */
export function useRunEdits() {
  const queries = useQueryClient();

  const attempt = useCallback(
    async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failureToast('Not everything was changed')(error);
      }
      await queries.invalidateQueries({ queryKey: ['runs'] });
    },
    [queries],
  );

  const tag = useCallback(
    (changes: readonly TagChange[], done: string) =>
      attempt(async () => {
        const previous = await setTags(changes);
        undoToast(done, () => attempt(async () => void (await setTags(previous))));
      }),
    [attempt],
  );

  const move = useCallback(
    (verb: 'delete' | 'restore', runIds: readonly string[]) =>
      attempt(async () => {
        const moved = await moveRuns(verb, runIds);
        const back = verb === 'delete' ? 'restore' : 'delete';
        undoToast(`${plural(moved.length, 'run')} ${verb}d.`, () =>
          attempt(async () => void (await moveRuns(back, moved))),
        );
      }),
    [attempt],
  );

  const rename = useCallback(
    (runId: string, from: string, to: string) =>
      attempt(async () => {
        await renameRun(runId, to);
        undoToast(`Renamed to ${to}.`, () => attempt(() => renameRun(runId, from)));
      }),
    [attempt],
  );

  return { tag, move, rename };
}

export type RunEdits = ReturnType<typeof useRunEdits>;
