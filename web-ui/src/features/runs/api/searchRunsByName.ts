import type { Run } from '@/features/runs/api/types';
import { mlflow } from '@/lib/http';

/** Runs whose name contains the text, the newest first; without a text the newest. */
export async function searchRunsByName(
  experimentIds: readonly string[],
  text: string,
  most: number,
  signal: AbortSignal,
): Promise<Run[]> {
  const name = text.replaceAll("'", "''");
  const page = await mlflow<{ runs?: Run[] }>('runs/search', {
    body: {
      experiment_ids: experimentIds,
      filter: text === '' ? undefined : `attributes.run_name ILIKE '%${name}%'`,
      order_by: ['attributes.start_time DESC'],
      max_results: most,
    },
    signal,
  });
  return page.runs ?? [];
}
