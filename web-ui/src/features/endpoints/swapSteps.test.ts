import { expect, test } from 'vitest';
import type { Swap } from '@/features/endpoints/api/types';
import { swapMillis, swapSteps } from '@/features/endpoints/swapSteps';

const swap: Swap = {
  swap_id: 2,
  from_version: '1',
  to_version: '2',
  state: 'FREED',
  started_at: 1000,
  ended_at: 1400,
  transitions: [
    { state: 'STARTED', at: 1000 },
    { state: 'DOWNLOADED', at: 1020 },
    { state: 'VERIFIED', at: 1020 },
    { state: 'LOADED', at: 1090 },
    { state: 'WARMED', at: 1095 },
    { state: 'READY', at: 1095 },
    { state: 'SWAPPED', at: 1100 },
    { state: 'DRAINING', at: 1100 },
    { state: 'FREED', at: 1400 },
  ],
};

test('names the steps that took time', () => {
  expect(swapSteps(swap).replaceAll('\u00a0', ' ')).toBe(
    'download 20 ms · load 70 ms · warm up 5 ms · swap 5 ms · drain 300 ms',
  );
});

test('how long the old version stood by is no step of the swap', () => {
  const transitions = (swap.transitions ?? []).slice(0, 7).concat([
    { state: 'STANDBY', at: 1101 },
    { state: 'DRAINING', at: 9_000_000 },
    { state: 'FREED', at: 9_000_100 },
  ]);
  expect(swapSteps({ ...swap, transitions }).replaceAll('\u00a0', ' ')).toBe(
    'download 20 ms · load 70 ms · warm up 5 ms · swap 5 ms',
  );
});

test('a swap took as long as the new version needed to answer, however long the old one drained', () => {
  expect(swapMillis(swap)).toBe(100);
});

test('a swap under way has not taken any time yet', () => {
  expect(
    swapMillis({ ...swap, state: 'STARTED', transitions: [{ state: 'STARTED', at: 1000 }] }),
  ).toBeUndefined();
});
