import { useQuery } from '@tanstack/react-query';
import type { Schedule } from '@/features/schedules/api/types';
import { isNotFound, millrace } from '@/lib/http';

export function schedulePath(name: string): string {
  return `schedules/${encodeURIComponent(name)}`;
}

export function useSchedule(name: string) {
  return useQuery({
    queryKey: ['schedules', name],
    queryFn: async ({ signal }) =>
      (await millrace<{ schedule: Schedule }>(schedulePath(name), { signal })).schedule,
    refetchInterval: (query) => (isNotFound(query.state.error) ? false : 5_000),
  });
}
