import { useChampionRun } from '@/features/runs/api/findChampions';

const CHAMPION = 'champion:';

/** The model whose champion is the baseline. */
export function championOf(base: string | undefined): string | undefined {
  return base?.startsWith(CHAMPION) === true ? base.slice(CHAMPION.length) : undefined;
}

/** The id of the run that others are measured against; null where a model has no champion. */
export function useBaseline(base: string | undefined): string | null | undefined {
  const model = championOf(base);
  const champion = useChampionRun(model);
  return model === undefined ? base : champion.data;
}
