import { readOneOf, readString, type RawSearch } from '@/lib/searchParams';

export const RUN_TABS = ['overview', 'metrics', 'system', 'artifacts', 'data', 'log', 'record'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** What shapes a run's page beside its charts, as it stands in the URL. */
export interface RunSearch {
  tab?: RunTab;
  /** The artifact shown. */
  path?: string;
}

export function parseRunSearch(raw: RawSearch): RunSearch {
  return { tab: readOneOf(raw, 'tab', RUN_TABS), path: readString(raw, 'path') };
}

/** MLflow's names of the tabs, which stand in the path of its run pages. */
export function runTabOfOldLink(tab: string): RunSearch {
  if (tab === 'artifacts') return { tab: 'artifacts' };
  if (tab === 'model-metrics') return { tab: 'metrics' };
  if (tab === 'system-metrics') return { tab: 'system' };
  return {};
}
