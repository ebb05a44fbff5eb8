import { useEffect, useReducer } from 'react';
import { followLog, getLogSize } from '@/features/run-log/api/followLog';

/** A page shows the end of a log; the rest is for downloading. */
export const SHOWN_BYTES = 250_000;

interface RunLogState {
  text: string;
  /** Something before the text is not shown. */
  cut: boolean;
  state: 'loading' | 'following' | 'ended';
  error: Error | null;
}

type Change =
  | { type: 'start' }
  | { type: 'follow'; cut: boolean }
  | { type: 'text'; text: string }
  | { type: 'end' }
  | { type: 'error'; error: Error };

const START: RunLogState = { text: '', cut: false, state: 'loading', error: null };

function reduce(state: RunLogState, change: Change): RunLogState {
  switch (change.type) {
    case 'start':
      return START;
    case 'follow':
      return { ...state, cut: change.cut, state: 'following' };
    case 'text': {
      const text = state.text + change.text;
      const over = text.length - SHOWN_BYTES;
      return over > 0 ? { ...state, text: text.slice(over), cut: true } : { ...state, text };
    }
    case 'end':
      return { ...state, state: 'ended' };
    case 'error':
      return { ...state, error: change.error };
  }
}

/** The end of a run's log, and what is appended to it while the page shows it. */
export function useRunLog(runId: string): RunLogState {
  const [state, change] = useReducer(reduce, START);
  useEffect(() => {
    const abort = new AbortController();
    let stop: (() => void) | undefined;
    change({ type: 'start' });
    getLogSize(runId, abort.signal).then(
      (size) => {
        if (abort.signal.aborted) return;
        const offset = Math.max(0, size - SHOWN_BYTES);
        change({ type: 'follow', cut: offset > 0 });
        stop = followLog(
          runId,
          offset,
          (text) => change({ type: 'text', text }),
          () => change({ type: 'end' }),
        );
      },
      (error: Error) => {
        if (!abort.signal.aborted) change({ type: 'error', error });
      },
    );
    return () => {
      abort.abort();
      stop?.();
    };
  }, [runId]);
  return state;
}
