import { readOneOf, readString, type RawSearch } from '@/lib/searchParams';

export const RUN_TABS = ['overview', 'metrics', 'system', 'artifacts', 'data', 'log', 'record'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** What shapes a run's page beside its charts, as it stands in the URL. */
export interface RunSearch {
  tab?: RunTab;
  /** The artifact shown, from the store's root. */
  path?: string;
  /** The same by its place within the run, as links of MLflow have it; it may be a folder. */
  file?: string;
}

export function parseRunSearch(raw: RawSearch): RunSearch {
  return {
    tab: readOneOf(raw, 'tab', RUN_TABS),
    path: readString(raw, 'path'),
    file: readString(raw, 'file'),
  };
}

/** MLflow's names of the tabs, which stand in the path of its run pages, with the artifact behind them. */
export function runTabOfOldLink(tab: string, rest?: string): RunSearch {
  if (tab === 'artifacts' || tab === 'artifactPath')
    return { tab: 'artifacts', file: rest === '' ? undefined : rest };
  if (tab === 'model-metrics') return { tab: 'metrics' };
  if (tab === 'system-metrics') return { tab: 'system' };
  return {};
}
