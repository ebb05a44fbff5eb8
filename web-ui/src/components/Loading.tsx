import { Skeleton } from '@mantine/core';

/** Grey bars in place of what is being fetched. */
export function Loading({ what, lines = 5 }: { what: string; lines?: number }) {
  return (
    <div role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={16} mt="sm" width={`${90 - ((index * 17) % 45)}%`} />
      ))}
    </div>
  );
}
