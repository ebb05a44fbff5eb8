import { useQuery } from '@tanstack/react-query';
import type { Schedule } from '@/features/schedules/api/types';
import { millrace } from '@/lib/http';

/** All schedules by name, each with its newest job. */
export function useSchedules() {
  return useQuery({
    queryKey: ['schedules'],
    queryFn: async ({ signal }) =>
      (await millrace<{ schedules?: Schedule[] }>('schedules', { signal })).schedules ?? [],
    refetchInterval: 5_000,
  });
}
