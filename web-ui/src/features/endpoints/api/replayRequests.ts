import { useMutation } from '@tanstack/react-query';
import { requestLogPath } from '@/features/endpoints/api/getRequestLog';
import type { ReplayReport } from '@/features/endpoints/api/requestTypes';
import type { BodyOf, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

/** Of the newest requests, where none are named. */
export type Replay = Known<BodyOf<'POST /api/millrace/v1/endpoints/{name}/request-log/replay'>, 'version'>;

/** Has a version answer requests that were kept, and compares. */
export function useReplay(endpoint: string) {
  return useMutation({
    mutationFn: (replay: Replay) =>
      millrace<ReplayReport>(`${requestLogPath(endpoint)}/replay`, { body: replay }),
  });
}
