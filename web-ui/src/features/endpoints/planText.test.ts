import { expect, it } from 'vitest';
import { parseSteps, planText } from '@/features/endpoints/planText';

it('says a plan in a sentence', () => {
  expect(
    planText({
      steps: [5, 100],
      bake_seconds: 60,
      min_requests: 50,
      max_error_rate: 0.005,
      max_p99_ratio: 1.5,
    }),
  ).toBe(
    '5, 100 % of the requests, each for 60 s and 50 requests at least: ' +
      'errors at most 0.5 % more, p99 at most 1.5 times as long.',
  );
});

it('reads steps that rise', () => {
  expect(parseSteps('5, 25 100')).toEqual([5, 25, 100]);
  expect(parseSteps('25, 5')).toBeUndefined();
  expect(parseSteps('5, 120')).toBeUndefined();
  expect(parseSteps('half')).toBeUndefined();
  expect(parseSteps('')).toBeUndefined();
});
