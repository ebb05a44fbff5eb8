import { parseExperimentChartSearch, type ExperimentChartSearch } from '@/features/charts/chartSearch';
import { parseRunsSearch, type RunsSearch } from '@/features/runs/runsSearch';
import type { RawSearch } from '@/lib/searchParams';

/** What shapes an experiment's table and its charts: each page keeps what belongs to the other one. */
export type ExperimentSearch = RunsSearch & ExperimentChartSearch;

export function parseExperimentSearch(raw: RawSearch): ExperimentSearch {
  return { ...parseRunsSearch(raw), ...parseExperimentChartSearch(raw) };
}
