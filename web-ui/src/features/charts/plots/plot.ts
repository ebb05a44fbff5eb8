export const PLOT_KINDS = ['parallel', 'importance', 'scatter', 'bar', 'box', 'contour'] as const;
export type PlotKind = (typeof PLOT_KINDS)[number];

/**
 * A chart with a mark per run, as it stands in the URL. Fields are `metrics.…`, `params.…`, or
 * `attributes.duration`.
 */
export interface Plot {
  kind: PlotKind;
  /** Scatter, box, contour: across. */
  x?: string;
  /** What is looked at. */
  y?: string;
  /** Contour: the colour. */
  z?: string;
  /** Parallel coordinates: the axes, the last one giving the colour. */
  axes?: string[];
}

const KINDS: ReadonlySet<unknown> = new Set(PLOT_KINDS);

/** Anybody may have typed what stands in the URL. */
export function isPlot(value: unknown): value is Plot {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, x, y, z, axes } = value as Record<string, unknown>;
  const isText = (field: unknown) => field === undefined || typeof field === 'string';
  return (
    KINDS.has(kind) &&
    [x, y, z].every(isText) &&
    (axes === undefined || (Array.isArray(axes) && axes.every((axis) => typeof axis === 'string')))
  );
}

export const PLOT_NAMES: Record<PlotKind, string> = {
  parallel: 'Parallel coordinates',
  importance: 'Parameter importance',
  scatter: 'Scatter',
  bar: 'Bars',
  box: 'Boxes',
  contour: 'Contour',
};
