import { schedulePath } from '@/features/schedules/api/getSchedule';
import type { NewSchedule } from '@/features/schedules/api/types';
import type { BodyOf } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

const reads = [['schedules']];

export function useCreateSchedule() {
  return useChange((schedule: NewSchedule) => millrace('schedules', { body: schedule }), { reads });
}

/** Pauses a schedule, or lets it go on. */
export function usePause(name: string) {
  return useChange(
    (paused: boolean) =>
      millrace(schedulePath(name), {
        method: 'PATCH',
        body: { paused } satisfies BodyOf<'PATCH /api/millrace/v1/schedules/{name}'>,
      }),
    { reads },
  );
}

/** Makes a job at once. */
export function useRunNow(name: string) {
  return useChange(() => millrace(`${schedulePath(name)}/run`, { body: {} }), { reads });
}

/** Plans no more jobs, and forgets those there were; what they wrote stays. */
export function useDeleteSchedule(name: string) {
  return useChange(() => millrace(schedulePath(name), { method: 'DELETE' }), {
    reads,
    forgets: () => ['schedules', name],
  });
}
