import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import { keysPath } from '@/features/endpoints/api/listKeys';
import type { CreatedEndpointKey, EndpointOptions } from '@/features/endpoints/api/types';
import type { BodyOf, Known } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

const reads = [['endpoints']];

/** Has the endpoint let requests in by these options, in the place of those it had. */
export function useSaveOptions(endpoint: string) {
  return useChange(
    (options: EndpointOptions) =>
      millrace(`${endpointPath(endpoint)}/options`, {
        method: 'PUT',
        body: options satisfies BodyOf<'PUT /api/millrace/v1/endpoints/{name}/options'>,
      }),
    { reads },
  );
}

/** Makes a key; the answer alone has its secret. */
export function useCreateKey(endpoint: string) {
  return useChange(
    (key: Known<BodyOf<'POST /api/millrace/v1/endpoints/{name}/keys'>, 'name'>) =>
      millrace<CreatedEndpointKey>(keysPath(endpoint), { method: 'POST', body: key }),
    { reads },
  );
}

/** Takes a key away: requests with it are refused from then on. */
export function useDeleteKey(endpoint: string) {
  return useChange(
    (name: string) => millrace(`${keysPath(endpoint)}/${encodeURIComponent(name)}`, { method: 'DELETE' }),
    { reads },
  );
}
