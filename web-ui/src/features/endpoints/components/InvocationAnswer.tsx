import type { Invocation } from '@/features/endpoints/api/invoke';
import { Facts } from '@/components/Facts';
import classes from '@/features/endpoints/components/TryIt.module.css';
import { formatDuration, plural } from '@/lib/format';

interface InvocationAnswerProps {
  answer: Invocation | undefined;
  error: Error | null;
}

/** What came back, from which version and how soon. */
export function InvocationAnswer({ answer, error }: InvocationAnswerProps) {
  if (error !== null) {
    return (
      <p role="alert" className={classes.error}>
        {error.message}
      </p>
    );
  }
  if (answer === undefined) return <p className="muted">The answer appears here.</p>;
  const { status, millis, version, variant, requestId, withheld, body } = answer;
  return (
    <div aria-live="polite">
      <Facts
        facts={[
          { name: 'Status', value: status },
          { name: 'Took', value: formatDuration(millis) },
          { name: 'Version', value: version ?? '–' },
          ...(variant === undefined ? [] : [{ name: 'Variant', value: variant }]),
          ...(requestId === undefined
            ? []
            : [{ name: 'Request ID', value: <span className="mono">{requestId}</span> }]),
        ]}
      />
      {withheld.length > 0 && (
        <p className={classes.withheld}>
          The model is not sure enough of {plural(withheld.length, 'row')}, and no prediction is given for{' '}
          {withheld.length === 1 ? 'it' : 'them'}: row {withheld.map((row) => row + 1).join(', ')}.
        </p>
      )}
      <pre
        className={classes.answer}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
        tabIndex={0}
        role="region"
        aria-label="Answer"
        data-error={status >= 400 || undefined}
      >
        {typeof body === 'string' ? body : JSON.stringify(body, null, 2)}
      </pre>
    </div>
  );
}
