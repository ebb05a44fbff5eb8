/**
 * Exponential moving average without the pull towards zero at the start. `weight` is how much of the past is
 * kept, 0 ≤ weight < 1; points that are not finite are passed over.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let average = 0;
  let total = 0;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null;
    average = weight * average + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return average / total;
  });
}
