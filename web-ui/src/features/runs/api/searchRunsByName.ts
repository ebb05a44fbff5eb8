import { searchRunInfos } from '@/features/runs/api/searchRunInfos';
import type { RunInfo } from '@/features/runs/api/types';
import { quoteText } from '@/lib/quoteText';

/** Runs whose name contains the text, the newest first; without a text the newest. */
export function searchRunsByName(
  experimentIds: readonly string[],
  text: string,
  most: number,
  signal: AbortSignal,
): Promise<RunInfo[]> {
  return searchRunInfos(
    {
      experimentIds,
      filter: text === '' ? undefined : `attributes.run_name ILIKE ${quoteText(`%${text}%`)}`,
      orderBy: ['attributes.start_time DESC'],
      most,
    },
    signal,
  );
}
