import { expect, it } from 'vitest';
import type { LoggedModel } from '@/features/models/api/types';
import { loggedMetrics } from '@/features/models/loggedMetrics';

it('tells apart what several runs measured on several datasets', () => {
  const measured = loggedMetrics({
    info: { model_id: 'm-5', source_run_id: 'a' } as LoggedModel['info'],
    data: {
      metrics: [
        { key: 'acc', value: 0.3, run_id: 'b' },
        { key: 'acc', value: 0.9, run_id: 'a' },
        { key: 'acc', value: 0.5, run_id: 'a', dataset_name: 'test', dataset_digest: 'd1' },
        { key: 'acc', value: 0.6, run_id: 'a', dataset_name: 'test', dataset_digest: 'd2' },
        { key: 'f1', value: 0.7, run_id: 'a', dataset_name: 'test', dataset_digest: 'd1' },
      ],
    },
  });
  expect(measured.map(({ name, runId, value }) => [name, runId, value])).toEqual([
    ['acc', undefined, 0.9],
    ['acc, test (d1)', undefined, 0.5],
    ['acc, test (d2)', undefined, 0.6],
    ['f1, test', undefined, 0.7],
    ['acc', 'b', 0.3],
  ]);
  expect(new Set(measured.map(({ id }) => id)).size).toBe(5);
});
