import { queryOptions, useQuery } from '@tanstack/react-query';

import type { Promotion } from '@/features/promotions/api/types';
import { millrace } from '@/lib/http';

const SHOWN = 6;

/** The newest promotions of these models together. */
export function useLastPromotions(modelNames: readonly string[]) {
  return useQuery(
    queryOptions({
      queryKey: ['promotions', 'last', modelNames],
      queryFn: async ({ signal }) => {
        const pages = await Promise.all(
          modelNames.map((name) =>
            millrace<{ promotions?: Promotion[] }>('promotions', {
              query: { model_name: name, max_results: SHOWN },
              signal,
            }),
          ),
        );
        return pages
          .flatMap(({ promotions = [] }) => promotions)
          .sort((a, b) => b.created_at - a.created_at)
          .slice(0, SHOWN);
      },
      enabled: modelNames.length > 0,
    }),
  );
}
