import { queryOptions, useQuery } from '@tanstack/react-query';
import type { PromotionPolicy } from '@/features/promotions/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

type History = Known<
  AnswerTo<'GET /api/millrace/v1/promotion-policies/{model}/{alias}/history'>,
  never,
  { policies: PromotionPolicy[] }
>;

function path(modelName: string, alias: string) {
  return `promotion-policies/${encodeURIComponent(modelName)}/${encodeURIComponent(alias)}`;
}

/** The policy of an alias; null where there is none. Asked of its history: that there is none is no error. */
export async function getPolicy(
  modelName: string,
  alias: string,
  signal?: AbortSignal,
): Promise<PromotionPolicy | null> {
  const { policies = [] } = await millrace<History>(`${path(modelName, alias)}/history`, { signal });
  const newest = policies[0];
  return newest?.document === undefined ? null : newest;
}

export function policyQueryOptions(modelName: string, alias: string) {
  return queryOptions({
    queryKey: ['promotion-policy', modelName, alias],
    queryFn: ({ signal }) => getPolicy(modelName, alias, signal),
  });
}

export function usePolicy(modelName: string, alias: string) {
  return useQuery(policyQueryOptions(modelName, alias));
}

/** Saves a policy; an empty text removes it. */
export function useSavePolicy(modelName: string, alias: string) {
  return useChange(
    (source: string): Promise<unknown> =>
      source.trim() === ''
        ? millrace(path(modelName, alias), { method: 'DELETE' })
        : millrace(path(modelName, alias), { method: 'PUT', yaml: source }),
    { reads: [['promotion-policy', modelName]] },
  );
}
