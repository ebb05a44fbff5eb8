import { isPlot, type Plot } from '@/features/charts/plots/plot';
import { readFlag, readNumber, readOneOf, readString, readStrings, type RawSearch } from '@/lib/searchParams';

export const X_AXES = ['step', 'time', 'relative', 'metric'] as const;
export type XAxis = (typeof X_AXES)[number];

/** How charts are drawn, as it stands in the URL. Absent means the default. */
export interface ChartSearch {
  /** A regular expression over the keys of metrics. */
  metric?: string;
  x?: Exclude<XAxis, 'step'>;
  /** The metric on the horizontal axis, where that is one. */
  xm?: string;
  log?: true;
  smooth?: number;
  band?: true;
  /** The part of the horizontal axis that is looked at. */
  from?: number;
  to?: number;
  /** The metric shown alone. */
  open?: string;
}

export interface PlotSearch extends ChartSearch {
  /** Absent where nobody has chosen. */
  plots?: Plot[];
  /** Runs not drawn. */
  off?: string[];
  /** A regular expression over the names of images, and the step they are shown at; absent: the last. */
  image?: string;
  step?: number;
}

/** What stands in the URL of an experiment's charts beside its filter and selection. */
export interface ExperimentChartSearch extends PlotSearch {
  view?: 'plots' | 'images';
  /** How many of the matching runs have curves. */
  top?: number;
}

export function parseChartSearch(raw: RawSearch): ChartSearch {
  return {
    metric: readString(raw, 'metric'),
    x: readOneOf(raw, 'x', ['time', 'relative', 'metric']),
    xm: readString(raw, 'xm'),
    log: readFlag(raw, 'log'),
    smooth: readNumber(raw, 'smooth', 0, 0.99),
    band: readFlag(raw, 'band'),
    from: readNumber(raw, 'from', -1e16, 1e16),
    to: readNumber(raw, 'to', -1e16, 1e16),
    open: readString(raw, 'open'),
  };
}

export function parsePlotSearch(raw: RawSearch): PlotSearch {
  const plots = raw['plots'];
  return {
    ...parseChartSearch(raw),
    off: readStrings(raw, 'off'),
    image: readString(raw, 'image'),
    step: readNumber(raw, 'step', -1e16, 1e16),
    plots: Array.isArray(plots) ? plots.filter(isPlot) : undefined,
  };
}

export function parseExperimentChartSearch(raw: RawSearch): ExperimentChartSearch {
  return {
    ...parsePlotSearch(raw),
    view: readOneOf(raw, 'view', ['plots', 'images']),
    top: readNumber(raw, 'top', 1, 100),
  };
}

export interface Zoom {
  from: number;
  to: number;
}

/** How lines are drawn. */
export interface ChartView {
  x: XAxis;
  xMetric?: string;
  log: boolean;
  smoothing: number;
  band: boolean;
  zoom?: Zoom;
}

export function toView(search: ChartSearch): ChartView {
  // Without a metric there is no axis of that metric.
  const x = search.x === 'metric' && search.xm === undefined ? 'step' : (search.x ?? 'step');
  const { from, to } = search;
  return {
    x,
    xMetric: x === 'metric' ? search.xm : undefined,
    log: search.log ?? false,
    smoothing: search.smooth ?? 0,
    band: search.band ?? false,
    zoom: from !== undefined && to !== undefined && from < to ? { from, to } : undefined,
  };
}

/** The keys that a search finds; a search that is no regular expression finds those that contain it. */
export function findKeys(keys: readonly string[], search: string): string[] {
  if (search === '') return [...keys];
  let matches: (key: string) => boolean;
  try {
    const pattern = new RegExp(search, 'i');
    matches = (key) => pattern.test(key);
  } catch {
    const lower = search.toLowerCase();
    matches = (key) => key.toLowerCase().includes(lower);
  }
  return keys.filter(matches);
}
