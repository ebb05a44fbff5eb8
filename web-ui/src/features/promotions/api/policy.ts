import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PromotionPolicy } from '@/features/promotions/api/types';
import { isNotFound, millrace } from '@/lib/http';

function path(modelName: string, alias: string) {
  return `promotion-policies/${encodeURIComponent(modelName)}/${encodeURIComponent(alias)}`;
}

/** The policy of an alias; null where there is none. */
export async function getPolicy(
  modelName: string,
  alias: string,
  signal?: AbortSignal,
): Promise<PromotionPolicy | null> {
  try {
    return await millrace<PromotionPolicy>(path(modelName, alias), { signal });
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
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
  const client = useQueryClient();
  return useMutation({
    mutationFn: (source: string): Promise<unknown> =>
      source.trim() === ''
        ? millrace(path(modelName, alias), { method: 'DELETE' })
        : millrace(path(modelName, alias), { method: 'PUT', yaml: source }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['promotion-policy', modelName] }),
  });
}
