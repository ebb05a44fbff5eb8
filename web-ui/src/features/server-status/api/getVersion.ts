import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '@/lib/http';

export function versionQueryOptions() {
  return queryOptions({
    queryKey: ['version'],
    queryFn: async ({ signal }) => (await request('version', { signal })).text(),
    staleTime: Infinity,
  });
}

export function useVersion() {
  return useQuery(versionQueryOptions());
}
