import { queryOptions, useQuery } from '@tanstack/react-query';
import { toNumber, type WireDouble } from '@/lib/format';
import { mlflow } from '@/lib/http';

export interface MetricPoint {
  step: number;
  timestamp: number;
  value: number;
}

export interface MetricHistory {
  points: MetricPoint[];
  /** More points exist than one page holds. */
  truncated: boolean;
}

interface HistoryPage {
  metrics?: { value: WireDouble; timestamp: number; step?: number }[];
  next_page_token?: string;
}

const MAX_POINTS = 10_000;

export async function getMetricHistory(
  runId: string,
  metricKey: string,
  signal?: AbortSignal,
): Promise<MetricHistory> {
  const page = await mlflow<HistoryPage>('metrics/get-history', {
    query: { run_id: runId, metric_key: metricKey, max_results: MAX_POINTS },
    signal,
  });
  const points = (page.metrics ?? []).map(({ value, timestamp, step }) => ({
    step: step ?? 0,
    timestamp,
    value: toNumber(value),
  }));
  points.sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
  return { points, truncated: page.next_page_token !== undefined && page.next_page_token !== '' };
}

export function metricHistoryQueryOptions(runId: string, metricKey: string, live: boolean) {
  return queryOptions({
    queryKey: ['runs', runId, 'metric-history', metricKey],
    queryFn: ({ signal }) => getMetricHistory(runId, metricKey, signal),
    refetchInterval: live ? 5_000 : false,
  });
}

export function useMetricHistory(
  runId: string,
  metricKey: string,
  options: { live: boolean; enabled: boolean },
) {
  return useQuery({
    ...metricHistoryQueryOptions(runId, metricKey, options.live),
    enabled: options.enabled,
  });
}
