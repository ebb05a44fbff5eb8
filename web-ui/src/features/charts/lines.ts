import type { SampledSeries } from '@/features/charts/api/sampleMetrics';
import type { ChartRun } from '@/features/charts/chartRun';
import type { ChartView, XAxis } from '@/features/charts/chartSearch';
import { smooth } from '@/features/charts/smooth';

/** One run's curve as it is drawn, by rising `xs`. */
export interface Line {
  runId: string;
  name: string;
  xs: number[];
  /** What was logged; null where it cannot be drawn. */
  raw: (number | null)[];
  smoothed?: (number | null)[];
  /** The extremes around each point, where points stand for many. */
  low?: (number | null)[];
  high?: (number | null)[];
  /** Fewer points than were logged. */
  thinned: boolean;
}

/** Places along the points of a series, with the extremes around each where a band is wanted. */
interface Places {
  points: number[];
  low?: number[];
  high?: number[];
}

/** Of each part of the axis its last point, and its extremes. */
function bandOf({ values, sizes = [] }: SampledSeries): Required<Places> {
  const band: Required<Places> = { points: [], low: [], high: [] };
  let from = 0;
  for (const size of sizes) {
    let low = Infinity;
    let high = -Infinity;
    for (let place = from; place < from + size; place++) {
      const value = values[place]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    from += size;
    band.points.push(from - 1);
    // Without a finite value they are not, either.
    band.low.push(low);
    band.high.push(high);
  }
  return band;
}

/** The value of another metric at a step: the last one logged until then. */
function valueAt(series: SampledSeries | undefined): (step: number) => number {
  const { steps = [], values = [] } = series ?? {};
  return (step) => {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle]! <= step) low = middle + 1;
      else high = middle;
    }
    return values[low - 1] ?? Number.NaN;
  };
}

/** Where a point stands on the horizontal axis, by its place in the series. */
function xOf(x: XAxis, run: ChartRun, { steps, timestamps }: SampledSeries, other?: SampledSeries) {
  if (x === 'metric') {
    const value = valueAt(other);
    return (place: number) => value(steps[place]!);
  }
  if (x === 'step') return (place: number) => steps[place]!;
  if (x === 'time') return (place: number) => timestamps[place]! / 1000;
  const start = Math.min(run.startTime ?? Infinity, timestamps[0] ?? Infinity);
  return (place: number) => (timestamps[place]! - start) / 1000;
}

/** Those that have a place on the axis, by it: positions among them all. */
function sortedBy(xs: readonly number[]): number[] {
  const order: number[] = [];
  let sorted = true;
  xs.forEach((x, position) => {
    if (!Number.isFinite(x)) return;
    sorted &&= order.length === 0 || xs[order.at(-1)!]! <= x;
    order.push(position);
  });
  return sorted ? order : order.sort((a, b) => xs[a]! - xs[b]!);
}

/**
 * @param series of the metric that is drawn, by run
 * @param others of the metric on the horizontal axis, by run, where a metric is there
 */
export function toLines(
  runs: readonly ChartRun[],
  series: readonly SampledSeries[],
  others: readonly SampledSeries[],
  view: ChartView,
): Line[] {
  // A logarithmic axis has no place for zero and below.
  const drawable = (value: number) => (Number.isFinite(value) && (!view.log || value > 0) ? value : null);
  return runs.flatMap((run) => {
    const own = series.find((one) => one.runId === run.runId);
    if (own === undefined) return [];
    const thinned = own.sizes !== undefined;
    const { points, low, high }: Places =
      view.band && thinned ? bandOf(own) : { points: own.steps.map((_, place) => place) };
    const toX = xOf(
      view.x,
      run,
      own,
      others.find((one) => one.runId === run.runId),
    );
    const places = points.map(toX);
    const order = sortedBy(places);
    const raw = order.map((position) => drawable(own.values[points[position]!]!));
    return [
      {
        runId: run.runId,
        name: run.name,
        xs: order.map((position) => places[position]!),
        raw,
        smoothed: view.smoothing > 0 ? smooth(raw, view.smoothing) : undefined,
        low: low && order.map((position) => drawable(low[position]!)),
        high: high && order.map((position) => drawable(high[position]!)),
        thinned,
      },
    ];
  });
}

/** What a line shows first of all. */
export function mainValues(line: Line): (number | null)[] {
  return line.smoothed ?? line.raw;
}

/** The finite values of what is drawn, their ends; undefined where nothing is. */
export function extent(values: Iterable<number | null | undefined>): [number, number] | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? [least, greatest] : undefined;
}

/** Rows of one shared axis, one column a list: what a chart library takes. */
export function alignOn(lines: readonly { xs: readonly number[]; columns: (number | null)[][] }[]): {
  xs: number[];
  columns: (number | null | undefined)[][];
} {
  const xs = union(lines.map((line) => line.xs));
  const columns = lines.flatMap((line) => {
    const rows = rowsOf(line.xs, xs);
    return line.columns.map((values) => {
      // Undefined is no point of this line; null is a gap in it.
      const column = new Array<number | null | undefined>(xs.length).fill(undefined);
      rows.forEach((row, index) => (column[row] = values[index]));
      return column;
    });
  });
  return { xs, columns };
}

/** All numbers of lists, rising, each once. */
function union(lists: readonly (readonly number[])[]): number[] {
  // Numbers of a typed array are sorted as numbers, without asking for each pair of them.
  const all = Float64Array.from(lists.flat()).sort();
  const once: number[] = [];
  for (const x of all) {
    if (x !== once.at(-1)) once.push(x);
  }
  return once;
}

/** Where rising numbers stand among others that rise, too. */
function rowsOf(own: readonly number[], all: readonly number[]): number[] {
  let row = 0;
  return own.map((x) => {
    while (all[row]! < x) row++;
    return row;
  });
}
