import type { Endpoint } from '@/features/endpoints/api/types';
import type { SplitPart } from '@/features/endpoints/components/SplitBar';

/** Who answers how much: what no variant has is the primary's, and a running canary's share is of that. */
export function splitOf({ variants = [], canary }: Endpoint): SplitPart[] {
  const given = variants.map(({ name, weight }) => ({ name, percent: weight }));
  const rest = Math.max(0, 100 - given.reduce((sum, { percent }) => sum + percent, 0));
  const share = canary?.state === 'RUNNING' ? (rest * canary.share) / 100 : 0;
  return [{ name: 'primary', percent: rest - share }, { name: 'canary', percent: share }, ...given].filter(
    ({ percent }) => percent > 0,
  );
}
