import type { SampledSeries, SamplePoint } from '@/features/charts/api/sampleMetrics';
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

interface Place extends SamplePoint {
  low?: number;
  high?: number;
}

/** The points that show a history: all of it, or first, last and extremes of each part. */
export function pointsOf(series: SampledSeries): SamplePoint[] {
  if (series.exact) return series.points;
  return series.buckets.flatMap(({ first, last, min, max }) => {
    const shown = [first, min, max, last].filter((point) => point !== undefined);
    return shown
      .filter(
        (point, index) =>
          shown.findIndex((other) => other.step === point.step && other.timestamp === point.timestamp) ===
          index,
      )
      .sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
  });
}

function placesOf(series: SampledSeries, band: boolean): Place[] {
  if (series.exact || !band) return pointsOf(series);
  return series.buckets.map(({ last, min, max }) => ({ ...last, low: min?.value, high: max?.value }));
}

/** The value of another metric at a step: the last one logged until then. */
function valueAt(series: SampledSeries | undefined): (point: SamplePoint) => number {
  const points = series === undefined ? [] : [...pointsOf(series)].sort((a, b) => a.step - b.step);
  return ({ step }) => {
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[middle]!.step <= step) low = middle + 1;
      else high = middle;
    }
    return points[low - 1]?.value ?? Number.NaN;
  };
}

function xOf(x: XAxis, run: ChartRun, first: SamplePoint | undefined, other: SampledSeries | undefined) {
  if (x === 'metric') return valueAt(other);
  if (x === 'step') return (point: SamplePoint) => point.step;
  if (x === 'time') return (point: SamplePoint) => point.timestamp / 1000;
  const start = Math.min(run.startTime ?? Infinity, first?.timestamp ?? Infinity);
  return (point: SamplePoint) => (point.timestamp - start) / 1000;
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
  const drawable = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) && (!view.log || value > 0) ? value : null;
  return runs.flatMap((run) => {
    const own = series.find((one) => one.runId === run.runId);
    if (own === undefined) return [];
    const places = placesOf(own, view.band);
    const toX = xOf(
      view.x,
      run,
      places[0],
      others.find((one) => one.runId === run.runId),
    );
    const placed = places
      .map((place) => ({ x: toX(place), place }))
      .filter(({ x }) => Number.isFinite(x))
      .sort((a, b) => a.x - b.x);
    const raw = placed.map(({ place }) => drawable(place.value));
    const banded = view.band && !own.exact;
    return [
      {
        runId: run.runId,
        name: run.name,
        xs: placed.map(({ x }) => x),
        raw,
        smoothed: view.smoothing > 0 ? smooth(raw, view.smoothing) : undefined,
        low: banded ? placed.map(({ place }) => drawable(place.low)) : undefined,
        high: banded ? placed.map(({ place }) => drawable(place.high)) : undefined,
        thinned: !own.exact,
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
  const xs = [...new Set(lines.flatMap((line) => line.xs))].sort((a, b) => a - b);
  const place = new Map(xs.map((x, index) => [x, index]));
  const columns = lines.flatMap((line) =>
    line.columns.map((values) => {
      // Undefined is no point of this line; null is a gap in it.
      const column: (number | null | undefined)[] = Array.from({ length: xs.length });
      line.xs.forEach((x, index) => (column[place.get(x)!] = values[index]));
      return column;
    }),
  );
  return { xs, columns };
}
