import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { CanaryPlan } from '@/features/endpoints/api/types';
import type { BodyOf } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

type CanaryOrder =
  | { do: 'plan'; plan: CanaryPlan }
  | { do: 'remove' }
  | { do: 'promote' }
  | { do: 'rollback'; reason: string };

function send(endpoint: string, order: CanaryOrder): Promise<unknown> {
  const path = `${endpointPath(endpoint)}/canary`;
  switch (order.do) {
    case 'plan':
      return millrace(path, {
        method: 'PUT',
        body: order.plan satisfies BodyOf<'PUT /api/millrace/v1/endpoints/{name}/canary'>,
      });
    case 'remove':
      return millrace(path, { method: 'DELETE' });
    case 'promote':
      return millrace(`${path}/promote`, { method: 'POST', body: {} });
    case 'rollback':
      return millrace(`${path}/rollback`, {
        body: {
          reason: order.reason,
        } satisfies BodyOf<'POST /api/millrace/v1/endpoints/{name}/canary/rollback'>,
      });
  }
}

/** Sets or removes the plan of an endpoint, or ends its canary by hand. */
export function useCanaryOrder(endpoint: string) {
  return useChange((order: CanaryOrder) => send(endpoint, order), { reads: [['endpoints']] });
}
