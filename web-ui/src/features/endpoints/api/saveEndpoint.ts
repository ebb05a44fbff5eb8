import { endpointPath } from '@/features/endpoints/api/getEndpoint';
import type { Endpoint } from '@/features/endpoints/api/types';
import type { AnswerTo, BodyOf, Known } from '@/lib/api';
import type { Followed } from '@/lib/followed';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

type Both = keyof Followed | 'owner' | 'description';

/** A new endpoint has a name and a model; one that is there has weights. */
export type EndpointChange = Pick<BodyOf<'POST /api/millrace/v1/endpoints'>, Both | 'name' | 'model_name'> &
  Pick<BodyOf<'PATCH /api/millrace/v1/endpoints/{name}'>, Both | 'weights'>;

type Answer = Known<
  AnswerTo<'POST /api/millrace/v1/endpoints' | 'PATCH /api/millrace/v1/endpoints/{name}'>,
  never,
  { endpoint: Endpoint }
>;

export async function saveEndpoint(name: string | undefined, change: EndpointChange): Promise<Endpoint> {
  const answer = await (name === undefined
    ? millrace<Answer>('endpoints', { body: change })
    : millrace<Answer>(endpointPath(name), { method: 'PATCH', body: change }));
  return answer.endpoint;
}

/** Opens an endpoint, or changes the one of this name. */
export function useSaveEndpoint(name?: string) {
  return useChange((change: EndpointChange) => saveEndpoint(name, change), { reads: [['endpoints']] });
}
