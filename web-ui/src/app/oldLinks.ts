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
    metric: readString(raw, 'metric') ?? readStrings(raw, 'plot_metric_keys')?.[0],
  };
}

/** MLflow's page of one metric: here the chart of that metric on the run's page, or of the runs compared. */
export function metricLinkTarget(link: MetricLink, keyInPath: string | undefined) {
  const [firstRun, ...otherRuns] = link.runs ?? [];
  if (firstRun === undefined) return { to: '/experiments' } as const;
  const experimentId = link.experiments?.[0] ?? '0';
  const key = keyInPath === undefined || keyInPath === '' ? link.metric : keyInPath;
  // The pages find metrics by an expression.
  const metric = key === undefined ? undefined : `^${key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  if (otherRuns.length > 0) {
    return {
      to: '/compare-runs',
      search: { runs: link.runs, experiments: link.experiments, view: 'charts', metric },
    } as const;
  }
  return {
    to: '/experiments/$experimentId/runs/$runId',
    params: { experimentId, runId: firstRun },
    search: { tab: 'metrics', metric },
  } as const;
}

/** MLflow's comparison of versions names their runs: here those are compared. */
export function compareVersionsTarget(raw: RawSearch) {
  const name = readString(raw, 'name');
  const named = raw['runs'];
  const runs = typeof named === 'object' && named !== null ? Object.keys(named) : [];
  if (runs.length > 1) return { to: '/compare-runs', search: { runs } } as const;
  return name === undefined
    ? ({ to: '/models' } as const)
    : ({ to: '/models/$modelName', params: { modelName: name } } as const);
}

/** The file of a logged model that a link to one of its tabs is to. */
export function loggedModelFileOfOldLink(tab: string, rest: string | undefined): string | undefined {
  return tab === 'artifacts' && rest !== '' ? rest : undefined;
}

/** MLflow: some columns are sorted by the tags they are kept in. */
const OLD_COLUMNS: Readonly<Record<string, string>> = {
  'tags.mlflow.runName': 'attributes.run_name',
  'tags.mlflow.user': 'attributes.user_id',
  'tags.mlflow.source.name': 'attributes.source',
};

/** MLflow: since when runs may have started. */
const OLD_TIMES = new Map([
  ['LAST_HOUR', '1h'],
  ['LAST_24_HOURS', '24h'],
  ['LAST_7_DAYS', '7d'],
  ['LAST_30_DAYS', '30d'],
  ['LAST_YEAR', '365d'],
]);

/** What MLflow's table of runs has in its address, from long ago until now, and ours reads by other names. */
const OLD_NAMES = [
  'searchFilter',
  'searchInput',
  'startTime',
  'orderByKey',
  'orderByAsc',
  'lifecycleFilter',
  'compareRunsMode',
];

export function isOldRunsLink(raw: RawSearch): boolean {
  return OLD_NAMES.some((name) => name in raw);
}

/**
 * The query names of MLflow's table of runs, in ours. Its column names quote keys; ours do not.
 * Names of ours that stand beside them win.
 */
export function fromOldRunsSearch(raw: RawSearch): RawSearch {
  const key = readString(raw, 'orderByKey');
  const column = key?.replaceAll(/[`"]/g, '');
  const sort =
    column === undefined ? undefined : `${isAscending(raw) ? '' : '-'}${OLD_COLUMNS[column] ?? column}`;
  const stage = raw['lifecycleFilter'] === 'Deleted' ? 'deleted' : undefined;
  return { filter: oldFilter(raw), sort, stage, ...raw };
}

function oldFilter(raw: RawSearch): string | undefined {
  const text = readString(raw, 'searchFilter') ?? readString(raw, 'searchInput');
  const time = OLD_TIMES.get(readString(raw, 'startTime') ?? '');
  if (time === undefined) return text;
  const since = `start_time >= now() - ${time}`;
  // MLflow's filters have no OR, so that this holds for all of it.
  return text === undefined ? since : `${since} AND ${text}`;
}

function isAscending(raw: RawSearch): boolean {
  return raw['orderByAsc'] === true || raw['orderByAsc'] === 'true';
}

/** MLflow: the charts of an experiment are a mode of its table. */
export function isOldChartLink(raw: RawSearch): boolean {
  return raw['compareRunsMode'] === 'CHART';
}
