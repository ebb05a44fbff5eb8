import { useQuery } from '@tanstack/react-query';
import type { Schedule } from '@/features/schedules/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { isNotFound, millrace } from '@/lib/http';

export function schedulePath(name: string): string {
  return `schedules/${encodeURIComponent(name)}`;
}

type Answer = Known<AnswerTo<'GET /api/millrace/v1/schedules/{name}'>, never, { schedule: Schedule }>;

export function useSchedule(name: string) {
  return useQuery({
    queryKey: ['schedules', name],
    queryFn: async ({ signal }) => (await millrace<Answer>(schedulePath(name), { signal })).schedule,
    refetchInterval: (query) => (isNotFound(query.state.error) ? false : 5_000),
  });
}
