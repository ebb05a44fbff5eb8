import classes from '@/components/StatusPill.module.css';

export type Tone = 'good' | 'bad' | 'busy' | 'idle';

/** A state in words, with a colour that only repeats what the words say. */
export function StatusPill({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.pill} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {children}
    </span>
  );
}
