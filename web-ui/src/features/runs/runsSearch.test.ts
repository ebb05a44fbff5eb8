import { expect, it } from 'vitest';
import { toOrderBy } from '@/features/runs/runsSearch';

it('quotes keys that people chose, in the quote they do not contain', () => {
  expect(toOrderBy('-attributes.start_time')).toBe('attributes.start_time DESC');
  expect(toOrderBy('metrics.val/loss')).toBe('metrics.`val/loss` ASC');
  expect(toOrderBy('-params.a`b')).toBe('params."a`b" DESC');
});
