import { formatExactTime, formatRelativeTime } from '@/lib/format';

/** "2 hr. ago", with the exact time on hover. */
export function RelativeTime({ millis }: { millis: number | undefined }) {
  if (millis === undefined || millis === 0) return <span className="muted">–</span>;
  return (
    <time
      style={{ whiteSpace: 'nowrap' }}
      dateTime={new Date(millis).toISOString()}
      title={formatExactTime(millis)}
    >
      {formatRelativeTime(millis)}
    </time>
  );
}
