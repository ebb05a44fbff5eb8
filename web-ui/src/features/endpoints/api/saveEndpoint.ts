import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { Endpoint } from '@/features/endpoints/api/types';
import type { Followed } from '@/lib/followed';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export interface EndpointChange extends Followed {
  name?: string;
  model_name?: string;
  owner?: string;
  description?: string;
  weights?: Record<string, number>;
}

export async function saveEndpoint(name: string | undefined, change: EndpointChange): Promise<Endpoint> {
  const answer = await (name === undefined
    ? millrace<{ endpoint: Endpoint }>('endpoints', { body: change })
    : millrace<{ endpoint: Endpoint }>(endpointPath(name), { method: 'PATCH', body: change }));
  return answer.endpoint;
}

/** Opens an endpoint, or changes the one of this name. */
export function useSaveEndpoint(name?: string) {
  return useChange((change: EndpointChange) => saveEndpoint(name, change), { reads: [['endpoints']] });
}
