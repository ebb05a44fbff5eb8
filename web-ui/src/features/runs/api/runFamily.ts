import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Run } from '@/features/runs/api/types';
import { mlflow } from '@/lib/http';

const MOST_CHILDREN = 100;

async function find(experimentId: string, filter: string, signal: AbortSignal): Promise<Run[]> {
  const page = await mlflow<{ runs?: Run[] }>('runs/search', {
    body: { experiment_ids: [experimentId], filter, max_results: MOST_CHILDREN },
    signal,
  });
  return page.runs ?? [];
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The run that a run belongs to, where it is still there, and those that belong to it. */
async function runFamily(run: Run, parentId: string | undefined, signal: AbortSignal) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const [parents, children] = await Promise.all([
    parentId === undefined ? [] : find(experimentId, `attributes.run_id IN (${quoted(parentId)})`, signal),
    find(experimentId, `tags.mlflow.parentRunId = ${quoted(runId)}`, signal),
  ]);
  return { parent: parents[0], children, cut: children.length === MOST_CHILDREN };
}

export function useRunFamily(run: Run, parentId: string | undefined) {
  return useQuery(
    queryOptions({
      queryKey: ['runs', run.info.run_id, 'family', parentId],
      queryFn: ({ signal }) => runFamily(run, parentId, signal),
    }),
  );
}
