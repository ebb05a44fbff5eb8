import { useIntersection } from '@mantine/hooks';
import type { RefCallback } from 'react';

/** Whether something is in sight, or nearly: what is not is neither fetched nor drawn. */
export function useSeen<T extends HTMLElement>(): { ref: RefCallback<T | null>; seen: boolean } {
  const { ref, entry } = useIntersection<T>({ rootMargin: '300px' });
  return { ref, seen: entry?.isIntersecting ?? false };
}
