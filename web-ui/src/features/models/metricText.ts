import type { VersionMetric } from '@/features/models/api/versionMetrics';

/** A metric's exact last value, and between which its history moved. */
export function wholeText({ last, min, max }: VersionMetric): string {
  return min === undefined || min === max ? String(last) : `${last}, from ${min} to ${max} over its history`;
}
