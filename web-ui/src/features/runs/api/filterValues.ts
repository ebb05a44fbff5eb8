import { groupRuns } from '@/features/runs/api/groupRuns';
import type { AnswerTo, BodyOf, Schema } from '@/lib/api';
import { plural } from '@/lib/format';
import { mlflow } from '@/lib/http';

/** One of the values that the runs of an experiment have under a field. */
export interface FilterValue {
  value: string;
  /** How many runs have it, where that is known. */
  detail?: string;
}

const MOST_VALUES = 50;

type DatasetSummary = Pick<Schema<'DatasetSummary'>, 'name' | 'digest' | 'context'>;

async function datasetValues(experimentId: string, key: string, signal: AbortSignal): Promise<FilterValue[]> {
  const { dataset_summaries: found = [] } = await mlflow<
    AnswerTo<'POST /api/2.0/mlflow/experiments/search-datasets'>
  >('experiments/search-datasets', {
    body: {
      experiment_ids: [experimentId],
    } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/search-datasets'>,
    signal,
  });
  const values = found.flatMap((dataset) => dataset[key as keyof DatasetSummary] ?? []);
  return [...new Set(values)].map((value) => ({ value }));
}

/** The values that most runs have under a field, as a filter names it. */
export async function filterValues(
  experimentId: string,
  field: string,
  signal: AbortSignal,
): Promise<FilterValue[]> {
  const dataset = /^datasets?\.(\w+)$/i.exec(field)?.[1];
  if (dataset !== undefined) return datasetValues(experimentId, dataset, signal);
  const { groups = [] } = await groupRuns(
    { experimentId, filter: '', groupBy: [field], columns: [], limit: MOST_VALUES },
    signal,
  );
  return groups.flatMap(({ values: [value], runs }) =>
    value == null ? [] : [{ value, detail: plural(runs, 'run') }],
  );
}
