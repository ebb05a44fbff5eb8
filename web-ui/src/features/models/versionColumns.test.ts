import { expect, it } from 'vitest';
import type { VersionMetrics } from '@/features/models/api/versionMetrics';
import type { ModelVersion } from '@/features/models/api/types';
import { bestOf, defaultMetrics, nextSort, sortVersions } from '@/features/models/versionColumns';

const version = (number: string): ModelVersion => ({
  name: 'wine',
  version: number,
  creation_timestamp: 1,
  last_updated_timestamp: 1,
  current_stage: 'None',
  source: 'models:/m-1',
  status: 'READY',
});

function valuesOf(key: string, values: Record<string, number>): VersionMetrics['values'] {
  return new Map(Object.entries(values).map(([number, last]) => [number, new Map([[key, { last }]])]));
}

it('shows no metric at first whose values were not told', () => {
  const keys = [
    { key: 'auc', versions: 9 },
    { key: 'f1', versions: 4 },
  ];
  expect(defaultMetrics(keys, new Set(['f1']))).toEqual(['f1']);
});

it('shows the metrics that most versions have, at first those that say how good one is on new data', () => {
  const keys = [
    { key: 'epoch', versions: 4 },
    { key: 'training_f1', versions: 4 },
    { key: 'f1', versions: 4 },
    { key: 'loss', versions: 4 },
    { key: 'seen', versions: 4 },
    { key: 'auc', versions: 3 },
    { key: 'system/gpu', versions: 9 },
  ];
  expect(defaultMetrics(keys, new Set(keys.map(({ key }) => key)))).toEqual(['f1', 'loss', 'training_f1']);
});

it('sorts the best first, then the worst, then by number again', () => {
  expect(nextSort(undefined, 'f1')).toBe('-f1');
  expect(nextSort('-f1', 'f1')).toBe('f1');
  expect(nextSort('f1', 'f1')).toBeUndefined();
  expect(nextSort('-f1', 'loss')).toBe('loss');
});

it('leaves versions without the metric, or with no number, at the end in their order', () => {
  const versions = ['5', '4', '3', '2', '1'].map(version);
  const values = valuesOf('f1', { 5: 0.2, 4: NaN, 2: 0.9, 1: 0.2 });
  const order = (sort: string | undefined) => sortVersions(versions, sort, values).map((one) => one.version);
  expect(order('-f1')).toEqual(['2', '5', '1', '4', '3']);
  expect(order('f1')).toEqual(['5', '1', '2', '4', '3']);
  expect(order(undefined)).toEqual(['5', '4', '3', '2', '1']);
});

it('marks a best value only where it is known which way is better and values differ', () => {
  const versions = ['2', '1'].map(version);
  expect(bestOf('loss', versions, valuesOf('loss', { 2: 0.5, 1: 0.4 }))).toBe(0.4);
  expect(bestOf('f1', versions, valuesOf('f1', { 2: 0.5, 1: NaN }))).toBeUndefined();
  expect(bestOf('epoch', versions, valuesOf('epoch', { 2: 1, 1: 2 }))).toBeUndefined();
  expect(bestOf('f1', versions, undefined)).toBeUndefined();
});
