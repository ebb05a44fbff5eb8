import { extent } from '@/features/charts/lines';

/** Least, lower quartile, median, upper quartile, greatest. */
export function boxOf(values: readonly number[]): [number, number, number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    const above = sorted[Math.ceil(place)]!;
    return below + (above - below) * (place - Math.floor(place));
  };
  return [at(0), at(0.25), at(0.5), at(0.75), at(1)];
}

/** Values between points, each point weighing by the square of its nearness: [column, row, value]. */
export function gridOf(
  points: readonly { x: number; y: number; z: number }[],
  size: number,
): [number, number, number][] {
  const [left, right] = extent(points.map(({ x }) => x)) ?? [0, 1];
  const [bottom, top] = extent(points.map(({ y }) => y)) ?? [0, 1];
  const share = (value: number, from: number, to: number) =>
    to === from ? 0.5 : (value - from) / (to - from);
  const placed = points.map(({ x, y, z }) => ({ x: share(x, left, right), y: share(y, bottom, top), z }));
  const cells: [number, number, number][] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      cells.push([column, row, between(placed, column / (size - 1), row / (size - 1))]);
    }
  }
  return cells;
}

function between(points: readonly { x: number; y: number; z: number }[], x: number, y: number): number {
  let weights = 0;
  let sum = 0;
  for (const point of points) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance < 1e-12) return point.z;
    weights += 1 / distance;
    sum += point.z / distance;
  }
  return sum / weights;
}
