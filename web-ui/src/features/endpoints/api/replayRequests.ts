import { useMutation } from '@tanstack/react-query';
import { requestLogPath } from '@/features/endpoints/api/getRequestLog';
import type { ReplayReport } from '@/features/endpoints/api/requestTypes';
import { millrace } from '@/lib/http';

export interface Replay {
  version: string;
  /** Without them, the newest requests. */
  request_ids?: string[];
  limit?: number;
}

/** Has a version answer requests that were kept, and compares. */
export function useReplay(endpoint: string) {
  return useMutation({
    mutationFn: (replay: Replay) =>
      millrace<ReplayReport>(`${requestLogPath(endpoint)}/replay`, { body: replay }),
  });
}
