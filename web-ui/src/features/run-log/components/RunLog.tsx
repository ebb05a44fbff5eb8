import { useLayoutEffect, useRef } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { logUrl } from '@/features/run-log/api/followLog';
import classes from '@/features/run-log/components/RunLog.module.css';
import { SHOWN_BYTES, useRunLog } from '@/features/run-log/hooks/useRunLog';
import { formatBytes } from '@/lib/format';

/** The end of a run's log, which grows while the run goes on; it stays at its end until one scrolls up. */
export function RunLog({ runId }: { runId: string }) {
  const { text, cut, state, error } = useRunLog(runId);
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);

  useLayoutEffect(() => {
    if (box.current !== null && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);

  if (error !== null) return <ErrorState error={error} doing="read the log" />;
  if (text === '') {
    if (state !== 'ended') return <Loading what="the log" lines={8} />;
    return (
      <EmptyState title="This run has no log">
        <p>
          A Java run writes one with <code>run.log(…)</code>, any other by{' '}
          <code>POST /api/millrace/v1/runs/{runId}/log</code>.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <p className="muted" aria-live="polite">
        {state === 'ended' ? 'The log of a run that has ended' : 'The log so far'}
        {cut ? `, its last ${formatBytes(SHOWN_BYTES)}` : ''} · <a href={logUrl(runId)}>all of it</a>
      </p>
      <pre
        ref={box}
        className={classes.text}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
        tabIndex={0}
        role="region"
        aria-label="Log"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
      >
        {text}
      </pre>
    </>
  );
}
