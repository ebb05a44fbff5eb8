import { requestLogPath } from '@/features/endpoints/api/getRequestLog';
import type { RequestLogSettings } from '@/features/endpoints/api/requestTypes';
import type { BodyOf } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

/** Has an endpoint keep its requests so; with null it keeps none, and forgets those it has. */
export function useSaveRequestLog(endpoint: string) {
  return useChange(
    (settings: RequestLogSettings | null): Promise<unknown> =>
      settings === null
        ? millrace(requestLogPath(endpoint), { method: 'DELETE' })
        : millrace(requestLogPath(endpoint), {
            method: 'PUT',
            body: settings satisfies BodyOf<'PUT /api/millrace/v1/endpoints/{name}/request-log'>,
          }),
    { reads: [['endpoints', endpoint]] },
  );
}
