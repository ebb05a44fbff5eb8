import { readFlag, readNumber, readOneOf, readString, type RawSearch } from '@/lib/searchParams';

export const RUN_TABS = ['overview', 'metrics', 'artifacts', 'data', 'log', 'record'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** What shapes a run's page, as it stands in the URL. */
export interface RunSearch {
  tab?: RunTab;
  /** Only metrics whose key contains this are charted. */
  metric?: string;
  x?: 'time';
  log?: true;
  smooth?: number;
  /** The artifact shown. */
  path?: string;
}

export function parseRunSearch(raw: RawSearch): RunSearch {
  return {
    tab: readOneOf(raw, 'tab', RUN_TABS),
    metric: readString(raw, 'metric'),
    x: readOneOf(raw, 'x', ['time']),
    log: readFlag(raw, 'log'),
    smooth: readNumber(raw, 'smooth', 0, 0.99),
    path: readString(raw, 'path'),
  };
}

/** MLflow's names of the tabs, which stand in the path of its run pages. */
export function runTabOfOldLink(tab: string): RunSearch {
  if (tab === 'artifacts') return { tab: 'artifacts' };
  if (tab === 'model-metrics' || tab === 'system-metrics') return { tab: 'metrics' };
  return {};
}
