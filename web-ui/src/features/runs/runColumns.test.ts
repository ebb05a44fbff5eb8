import { expect, it } from 'vitest';
import type { Run } from '@/features/runs/api/types';
import { columnsOf, isShown, withShown } from '@/features/runs/runColumns';

const run: Run = {
  info: { run_id: 'a', experiment_id: '1', status: 'FINISHED', lifecycle_stage: 'active' },
  data: {
    metrics: [{ key: 'loss', value: 'NaN', timestamp: 1 }],
    params: [{ key: 'lr', value: '0.1' }],
    tags: [
      { key: 'team', value: 'growth' },
      { key: 'mlflow.user', value: 'ada' },
    ],
  },
};

it('has a column for each metric, param and tag of the runs, tags hidden until chosen', () => {
  const columns = columnsOf([run]);
  expect(columns.filter((column) => column.kind !== 'attribute').map((column) => column.id)).toEqual([
    'metrics.loss',
    'params.lr',
    'tags.team',
  ]);
  const tag = columns.find((column) => column.id === 'tags.team')!;
  expect(isShown(tag, {})).toBe(false);
  const choice = withShown({}, [tag], true);
  expect(isShown(tag, choice)).toBe(true);
  expect(withShown(choice, [tag], false)).toEqual({});
});
