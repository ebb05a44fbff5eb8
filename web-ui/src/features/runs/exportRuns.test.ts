import { expect, it } from 'vitest';
import { exportColumns } from '@/features/runs/exportRuns';
import { columnOfId } from '@/features/runs/runColumns';

const exported = (...ids: string[]) => exportColumns(ids.map((id) => columnOfId(id)!));

it('names columns as the server does, the least and the greatest value of a metric apart', () => {
  expect(exported('metrics.loss', 'min.metrics.loss', 'max.metrics.loss', 'attributes.note')).toEqual([
    'run_id',
    'run_name',
    'metrics.loss',
    'min.metrics.loss',
    'max.metrics.loss',
    'tags.mlflow.note.content',
  ]);
});

it('has durations and datasets, in the order of the view', () => {
  expect(exported('dataset.context', 'attributes.duration', 'dataset.name', 'params.lr')).toEqual([
    'run_id',
    'run_name',
    'dataset.context',
    'duration',
    'dataset.name',
    'params.lr',
  ]);
});
