import { useInfiniteQuery } from '@tanstack/react-query';
import { schedulePath } from '@/features/schedules/api/getSchedule';
import type { ScoringJob } from '@/features/schedules/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type JobPage = Known<AnswerTo<'GET /api/millrace/v1/schedules/{name}/jobs'>, never, { jobs: ScoringJob[] }>;

/** The jobs of a schedule that is there, newest first. */
export function useJobs(schedule: string, isThere: boolean) {
  return useInfiniteQuery({
    enabled: isThere,
    queryKey: ['schedules', schedule, 'jobs'],
    queryFn: ({ pageParam, signal }) =>
      millrace<JobPage>(`${schedulePath(schedule)}/jobs`, {
        query: { max_results: 50, page_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token,
    refetchInterval: 5_000,
  });
}
