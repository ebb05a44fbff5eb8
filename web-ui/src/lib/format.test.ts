import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatMetric, formatRelativeTime } from '@/lib/format';

describe('formatMetric', () => {
  it.each([
    [0.8123456, '0.81235'],
    [12, '12'],
    [1234567, '1,234,567'],
    [0.0000123, '1.230e-5'],
    ['NaN', 'NaN'],
    ['-Infinity', '−∞'],
  ] as const)('writes %s as %s', (value, text) => {
    expect(formatMetric(value)).toBe(text);
  });
});

it('writes durations in the unit a person would use', () => {
  expect(formatDuration(340)).toBe('340 ms');
  expect(formatDuration(3_200)).toBe('3.2 s');
  expect(formatDuration(125_000)).toBe('2 min 5 s');
  expect(formatDuration(3_840_000)).toBe('1 h 4 min');
});

it('writes times relative to now', () => {
  const now = Date.UTC(2026, 0, 10);
  expect(formatRelativeTime(now - 30_000, now)).toBe('just now');
  expect(formatRelativeTime(now - 2 * 3_600_000, now)).toBe('2 hr. ago');
  expect(formatRelativeTime(now - 86_400_000, now)).toBe('yesterday');
});

it('writes byte counts', () => {
  expect(formatBytes(12)).toBe('12 B');
  expect(formatBytes(1_540)).toBe('1.5 kB');
  expect(formatBytes(200_000_000)).toBe('200 MB');
});
