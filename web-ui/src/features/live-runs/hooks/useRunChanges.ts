import { useEffect, useRef } from 'react';
import { watchRuns, type ChangedRuns } from '@/features/live-runs/api/watchRuns';

/** No more than one refresh in this time, however much happens. */
const GATHER_MILLIS = 2_000;

/**
 * Calls back with the runs of an experiment that changed, while the page is seen; a page that was
 * hidden catches up when it is seen again. Without an experiment, or in a browser without event
 * streams, nothing happens.
 */
export function useRunChanges(
  experimentId: string | undefined,
  onChange: (runs: ChangedRuns) => void | Promise<void>,
): void {
  const callback = useRef(onChange);
  useEffect(() => {
    callback.current = onChange;
  });
  useEffect(() => {
    if (experimentId === undefined || typeof EventSource === 'undefined') return;
    let stop: (() => void) | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gathered: Set<string> | 'all' = new Set();
    // What is on the page was read a moment before the first stream was opened.
    let fresh = true;

    const tell = () => {
      timer = undefined;
      const changed = gathered;
      gathered = new Set();
      // A server that does not answer tells of all runs when it is back.
      Promise.resolve(callback.current(changed)).catch(() => undefined);
    };
    const gather = (changed: ChangedRuns) => {
      if (changed === 'all') {
        if (fresh) {
          fresh = false;
          return;
        }
        gathered = 'all';
      } else if (gathered !== 'all') {
        for (const runId of changed) gathered.add(runId);
      }
      timer ??= setTimeout(tell, GATHER_MILLIS);
    };
    const follow = () => {
      if (document.visibilityState === 'visible') {
        stop ??= watchRuns(experimentId, gather);
      } else {
        stop?.();
        stop = undefined;
      }
    };

    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      clearTimeout(timer);
      stop?.();
    };
  }, [experimentId]);
}
