import type { Direction } from '@/features/lineage/api/types';
import { readString, type RawSearch } from '@/lib/searchParams';

export interface LineageSearch {
  node?: string;
  direction?: Direction;
}

export function parseLineageSearch(raw: RawSearch): LineageSearch {
  const direction = readString(raw, 'direction');
  return {
    node: readString(raw, 'node'),
    direction: direction === 'up' || direction === 'down' ? direction : undefined,
  };
}
