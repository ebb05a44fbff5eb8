import type { CanaryStep, Measured } from '@/features/endpoints/api/types';

export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** The share of requests that were answered with errors; a dash where there were none. */
export function errorRate({ requests, errors }: Pick<Measured, 'requests' | 'errors'>): string {
  return requests === 0 ? '–' : `${((errors / requests) * 100).toFixed(2)} %`;
}

export function formatMillis(millis: number | undefined): string {
  if (millis === undefined) return '–';
  return `${millis < 1 ? millis.toFixed(2) : millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`;
}

export function p99({ p99_millis: millis }: Measured): string {
  return formatMillis(millis);
}

export function scoreShift({ score_shift: shift }: CanaryStep): string {
  if (shift === undefined) return '–';
  return typeof shift === 'string' ? '∞' : shift.toFixed(2);
}
