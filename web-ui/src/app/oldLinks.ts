import { readString, readStrings, type RawSearch } from '@/lib/searchParams';

interface MetricLink {
  runs?: string[];
  experiments?: string[];
  metric?: string;
}

export function parseMetricLink(raw: RawSearch): MetricLink {
  return {
    runs: readStrings(raw, 'runs'),
    experiments: readStrings(raw, 'experiments'),
    metric: readString(raw, 'metric'),
  };
}

/** MLflow's page of one metric: here the chart of that metric on the run's page, or the runs compared. */
export function metricLinkTarget(link: MetricLink, keyInPath: string | undefined) {
  const [firstRun, ...otherRuns] = link.runs ?? [];
  if (firstRun === undefined) return { to: '/experiments' } as const;
  const experimentId = link.experiments?.[0] ?? '0';
  if (otherRuns.length > 0) {
    return {
      to: '/compare-runs',
      search: { runs: link.runs, experiments: link.experiments },
    } as const;
  }
  return {
    to: '/experiments/$experimentId/runs/$runId',
    params: { experimentId, runId: firstRun },
    search: { tab: 'metrics', metric: keyInPath ?? link.metric },
  } as const;
}

/**
 * The query names of MLflow's table of runs, in ours. Its column names quote keys; ours do not.
 * Names of ours that stand beside them win.
 */
export function fromOldRunsSearch(raw: RawSearch): RawSearch {
  const key = readString(raw, 'orderByKey');
  const sort = key === undefined ? undefined : `${isAscending(raw) ? '' : '-'}${key.replaceAll(/[`"]/g, '')}`;
  return { filter: readString(raw, 'searchFilter'), sort, ...raw };
}

function isAscending(raw: RawSearch): boolean {
  return raw['orderByAsc'] === true || raw['orderByAsc'] === 'true';
}

/** MLflow: the charts of an experiment are a mode of its table. */
export function isOldChartLink(raw: RawSearch): boolean {
  return raw['compareRunsMode'] === 'CHART';
}
