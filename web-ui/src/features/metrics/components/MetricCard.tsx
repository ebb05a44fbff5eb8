import { useIntersection } from '@mantine/hooks';
import { useRef } from 'react';
import { Loading } from '@/components/Loading';
import { useMetricHistory, type MetricHistory } from '@/features/metrics/api/getMetricHistory';
import { LineChart, type ChartView } from '@/features/metrics/components/LineChart';
import classes from '@/features/metrics/components/MetricCharts.module.css';
import { formatMetric, plural } from '@/lib/format';

interface MetricCardProps {
  runId: string;
  metricKey: string;
  view: ChartView;
  /** The run goes on: ask for new points. */
  live: boolean;
}

/** One metric of a run. Its points are fetched when the card first comes into sight. */
export function MetricCard({ runId, metricKey, view, live }: MetricCardProps) {
  const { ref, entry } = useIntersection({ rootMargin: '200px' });
  const seen = useRef(false);
  seen.current ||= entry?.isIntersecting ?? false;
  const { data, error } = useMetricHistory(runId, metricKey, { live, enabled: seen.current });
  return (
    <article ref={ref} className={classes.card} aria-label={metricKey}>
      <h3 className={`${classes.cardTitle} truncate`} title={metricKey}>
        {metricKey}
      </h3>
      {error !== null ? (
        <p className="muted">Could not load the points: {error.message}</p>
      ) : data === undefined ? (
        <Loading what={metricKey} lines={4} />
      ) : (
        <History metricKey={metricKey} history={data} view={view} />
      )}
    </article>
  );
}

function History({
  metricKey,
  history,
  view,
}: {
  metricKey: string;
  history: MetricHistory;
  view: ChartView;
}) {
  const { points, truncated } = history;
  const last = points.at(-1);
  if (last === undefined) return <p className="muted">No points.</p>;
  if (points.length === 1) {
    return (
      <>
        <p className={classes.single}>{formatMetric(points[0]!.value)}</p>
        <p className="muted">One value, at step {last.step}</p>
      </>
    );
  }
  const values = points.map((point) => point.value).filter(Number.isFinite);
  const summary = `min ${formatMetric(Math.min(...values))} · max ${formatMetric(Math.max(...values))} · last ${formatMetric(last.value)}`;
  return (
    <>
      <p className={classes.summary}>{summary}</p>
      <LineChart label={`${metricKey}: ${summary}`} points={points} {...view} />
      {truncated && <p className="muted">The first {plural(points.length, 'point')}; the run logged more.</p>}
    </>
  );
}
