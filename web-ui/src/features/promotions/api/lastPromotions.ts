import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Promotion } from '@/features/promotions/api/types';
import type { AnswerTo, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<AnswerTo<'GET /api/millrace/v1/promotions'>, never, { promotions: Promotion[] }>;

export async function lastPromotions(
  most: number,
  onlyMoves: boolean,
  signal?: AbortSignal,
): Promise<Promotion[]> {
  const answer = await millrace<Answer>('promotions', {
    query: { max_results: most, only_moves: onlyMoves },
    signal,
  });
  return answer.promotions ?? [];
}

export function lastPromotionsQueryOptions(most: number, onlyMoves = false) {
  return queryOptions({
    queryKey: ['promotions', 'last', most, onlyMoves],
    queryFn: ({ signal }) => lastPromotions(most, onlyMoves, signal),
  });
}

const SHOWN = 6;

/** The newest promotions of all models, those that came to nothing too. */
export function useLastPromotions() {
  return useQuery(lastPromotionsQueryOptions(SHOWN));
}

/** The server's bound of one answer. */
export const MOST_MOVES = 1_000;

/** The last move of each model that moved among the newest moves of all. */
export function useLastMoves() {
  return useQuery({
    ...lastPromotionsQueryOptions(MOST_MOVES, true),
    select: (moves) => new Map(moves.toReversed().map((move) => [move.model_name, move] as const)),
  });
}
