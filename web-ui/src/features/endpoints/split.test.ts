import { expect, it } from 'vitest';
import type { Endpoint } from '@/features/endpoints/api/types';
import { splitOf } from '@/features/endpoints/split';

const endpoint: Endpoint = { name: 'e', model_name: 'm', alias: 'champion', created_at: 1 };

it('gives the primary what no variant has', () => {
  expect(splitOf(endpoint)).toEqual([{ name: 'primary', percent: 100 }]);
  expect(splitOf({ ...endpoint, variants: [{ name: 'b', version: '2', weight: 30 }] })).toEqual([
    { name: 'primary', percent: 70 },
    { name: 'b', percent: 30 },
  ]);
});

it('takes the share of a running canary from the primary', () => {
  const canary = {
    canary_id: 1,
    from_version: '1',
    to_version: '2',
    state: 'RUNNING' as const,
    share: 25,
    started_at: 1,
    plan: {},
  };
  const variants = [{ name: 'b', version: '2', weight: 20 }];
  expect(splitOf({ ...endpoint, variants, canary })).toEqual([
    { name: 'primary', percent: 60 },
    { name: 'canary', percent: 20 },
    { name: 'b', percent: 20 },
  ]);
  expect(splitOf({ ...endpoint, canary: { ...canary, state: 'ROLLED_BACK' } })).toEqual([
    { name: 'primary', percent: 100 },
  ]);
});
