import { useQuery } from '@tanstack/react-query';
import type { Schedule } from '@/features/schedules/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Schedules = Known<AnswerTo<'GET /api/millrace/v1/schedules'>, never, { schedules: Schedule[] }>;

/** All schedules by name, each with its newest job. */
export function useSchedules() {
  return useQuery({
    queryKey: ['schedules'],
    queryFn: async ({ signal }) => (await millrace<Schedules>('schedules', { signal })).schedules ?? [],
    refetchInterval: 5_000,
  });
}
