import type { Field } from '@/features/charts/plots/fields';

export interface Importance {
  label: string;
  /** The share of the metric's spread that the parameter alone accounts for, 0 to 1. */
  share: number;
  /** From −1 to 1: whether the metric rises with it; absent for a parameter that is no number. */
  correlation?: number;
  runs: number;
}

const FEWEST_RUNS = 3;

/**
 * How much each parameter by itself tells of a metric: for numbers the square of Spearman's rank
 * correlation, for others the correlation ratio, which is corrected for the number of its groups.
 */
export function importanceOf(target: Field, params: readonly Field[]): Importance[] {
  return params
    .flatMap((param) => {
      const pairs = param.values.flatMap((value, index) => {
        const aim = target.values[index];
        return value === undefined || typeof aim !== 'number' ? [] : [{ value, aim }];
      });
      if (pairs.length < FEWEST_RUNS) return [];
      const aims = pairs.map(({ aim }) => aim);
      if (param.numeric) {
        const r = correlation(ranks(pairs.map(({ value }) => Number(value))), ranks(aims));
        return [{ label: param.label, share: r * r, correlation: r, runs: pairs.length }];
      }
      const share = groupShare(
        pairs.map(({ value }) => String(value)),
        aims,
      );
      return [{ label: param.label, share, runs: pairs.length }];
    })
    .sort((a, b) => b.share - a.share);
}

/** Equal values share the middle of their places. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && order[end]!.value === order[start]!.value) end++;
    for (let i = start; i < end; i++) result[order[i]!.index] = (start + end - 1) / 2;
    start = end;
  }
  return result;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[], middle: number) =>
  values.reduce((sum, value) => sum + (value - middle) ** 2, 0);

function correlation(a: readonly number[], b: readonly number[]): number {
  const middleA = mean(a);
  const middleB = mean(b);
  const both = a.reduce((sum, value, index) => sum + (value - middleA) * (b[index]! - middleB), 0);
  const size = Math.sqrt(spread(a, middleA) * spread(b, middleB));
  return size === 0 ? 0 : both / size;
}

/** Epsilon squared: eta squared without what so many groups account for by chance. */
function groupShare(groups: readonly string[], aims: readonly number[]): number {
  const byGroup = new Map<string, number[]>();
  groups.forEach((group, index) => {
    const values = byGroup.get(group);
    if (values === undefined) byGroup.set(group, [aims[index]!]);
    else values.push(aims[index]!);
  });
  const all = spread(aims, mean(aims));
  const free = aims.length - byGroup.size;
  if (all === 0 || free <= 0) return 0;
  const within = [...byGroup.values()].reduce((sum, values) => sum + spread(values, mean(values)), 0);
  return Math.max(0, 1 - within / free / (all / (aims.length - 1)));
}
