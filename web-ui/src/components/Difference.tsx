import classes from '@/components/Difference.module.css';
import { deltaOf, formatRatio, formatSigned, type Better } from '@/lib/baseline';
import { formatMetric } from '@/lib/format';

interface DifferenceProps {
  value: number;
  base: number;
  better: Better;
}

/** How a metric differs from the baseline's, coloured where it is known which way is better. */
export function Difference({ value, base, better }: DifferenceProps) {
  const delta = deltaOf(value, base, better);
  if (delta === undefined) return <span className="muted">–</span>;
  return (
    <span className={classes.difference} data-tone={delta.tone}>
      {formatSigned(delta.difference, formatMetric)}
      {delta.ratio !== undefined && delta.difference !== 0 && ` (${formatRatio(delta.ratio)})`}
    </span>
  );
}
