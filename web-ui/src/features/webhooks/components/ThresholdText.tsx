import { Link } from '@tanstack/react-router';
import type { MetricThreshold } from '@/features/webhooks/api/types';

/** The metric and the bound that a webhook waits for, and where. */
export function ThresholdText({ threshold }: { threshold: MetricThreshold }) {
  const { key, above, below, experiment_id: experimentId } = threshold;
  return (
    <span>
      {key} {above === undefined ? `below ${below}` : `above ${above}`}
      {experimentId === undefined ? (
        ' in all experiments'
      ) : (
        <>
          {' in '}
          <Link to="/experiments/$experimentId" params={{ experimentId }}>
            experiment {experimentId}
          </Link>
        </>
      )}
    </span>
  );
}
