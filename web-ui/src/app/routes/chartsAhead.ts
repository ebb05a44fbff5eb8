import type { QueryClient } from '@tanstack/react-query';
import type { ExperimentSearch } from '@/app/experimentSearch';
import { experimentQueryOptions } from '@/features/experiments/api/getExperiment';
import { chartedRunsQueryOptions } from '@/features/runs/api/chartedRuns';

type Charted = Pick<ExperimentSearch, 'filter' | 'selected' | 'view'>;

/** Begins to fetch what the page of an experiment's charts asks for as soon as it is there itself. */
export function readAhead(
  queries: QueryClient,
  experimentId: string,
  { filter = '', selected = [], view }: Charted,
): void {
  // What is known already is read again where the page finds it old.
  const once = { staleTime: Infinity };
  void queries.prefetchQuery({ ...experimentQueryOptions(experimentId), ...once });
  void queries.prefetchQuery({ ...chartedRunsQueryOptions({ experimentId, filter, selected }), ...once });
  if (view === undefined) import('@/features/charts/components/MetricSections').catch(() => undefined);
}
