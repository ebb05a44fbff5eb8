import { http, HttpResponse } from 'msw';
import { answer, server } from '@/testing/server';

/** A run as the wire has it, with one metric and one parameter. */
export function run(
  id: string,
  name: string,
  { loss = 0.5, parent }: { loss?: number; parent?: string } = {},
) {
  return {
    info: {
      run_id: id,
      experiment_id: '1',
      run_name: name,
      status: 'FINISHED',
      lifecycle_stage: 'active',
      start_time: 1,
    },
    data: {
      metrics: [{ key: 'loss', value: loss, timestamp: 1, step: 0 }],
      params: [{ key: 'lr', value: '0.1' }],
      tags: parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }],
    },
    inputs: {},
  };
}

export type FakeRun = ReturnType<typeof run>;

const parentOf = ({ data }: FakeRun) => data.tags[0]?.value;

/** The few filters that the pages make by themselves; another one finds the runs whose names stand in it. */
function matches(one: FakeRun, filter: string | undefined): boolean {
  if (filter === undefined) return true;
  if (filter.includes('`mlflow.parentRunId` IS NULL')) return parentOf(one) === undefined;
  const parent = /`mlflow.parentRunId` = '(.*?)'/.exec(filter)?.[1];
  if (parent !== undefined) return parentOf(one) === parent;
  const out = /run_id NOT IN \((.*?)\)/.exec(filter)?.[1];
  if (out !== undefined) return !out.includes(`'${one.info.run_id}'`);
  return filter.includes(one.info.run_name);
}

interface Search {
  filter?: string;
}

/** Answers what the runs table asks, over these runs of experiment 1; and keeps the filters of its searches. */
export function serveRuns(runs: FakeRun[], refused?: string): (string | undefined)[] {
  const filters: (string | undefined)[] = [];
  const found = (filter: string | undefined) => runs.filter((one) => matches(one, filter));
  answer('get', 'api/2.0/mlflow/experiments/get', {
    experiment: { experiment_id: '1', name: 'wine', lifecycle_stage: 'active' },
  });
  answer('get', 'api/millrace/v1/experiments/1/columns', {
    runs: runs.length,
    columns: [{ key: 'loss', kind: 'metric', type: 'number', count: runs.length, distinct: 2 }],
  });
  server.use(
    http.post('*/api/millrace/v1/runs/count', async ({ request }) => {
      const { filter } = (await request.json()) as Search;
      return HttpResponse.json({ count: found(filter).length });
    }),
    http.post('*/api/millrace/v1/runs/values', async ({ request }) => {
      const { run_ids, columns } = (await request.json()) as { run_ids: string[]; columns: string[] };
      return HttpResponse.json({
        runs: run_ids.map((run_id) => ({
          run_id,
          values: columns.map((column) =>
            column === 'metrics.`loss`'
              ? (runs.find((one) => one.info.run_id === run_id)?.data.metrics[0]?.value ?? null)
              : null,
          ),
        })),
      });
    }),
    http.post('*/api/millrace/v1/runs/groups', async ({ request }) => {
      const { filter = '' } = (await request.json()) as Search;
      const parents = [...new Set(runs.flatMap((one) => parentOf(one) ?? []))].filter((id) =>
        filter.includes(`'${id}'`),
      );
      return HttpResponse.json({
        groups: parents.map((parent) => ({
          values: [parent],
          runs: runs.filter((one) => parentOf(one) === parent).length,
        })),
        complete: true,
      });
    }),
    http.post('*/api/2.0/mlflow/runs/search', async ({ request }) => {
      const { filter } = (await request.json()) as Search;
      filters.push(filter);
      if (filter !== undefined && filter === refused) {
        return HttpResponse.json(
          { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid clause' },
          { status: 400 },
        );
      }
      return HttpResponse.json({ runs: found(filter) });
    }),
  );
  return filters;
}
