import type uPlot from 'uplot';
import type { ChartView, XAxis, Zoom } from '@/features/charts/chartSearch';
import { chartTooltip, type TooltipLine } from '@/features/charts/components/chartTooltip';
import { alignOn, mainValues, type Line } from '@/features/charts/lines';
import { formatDuration, formatExactTime, formatMetric } from '@/lib/format';

interface ChartShape {
  lines: readonly Line[];
  view: ChartView;
  colours: ReadonlyMap<string, string>;
  width: number;
  height: number;
  onZoom: (zoom: Zoom | undefined) => void;
}

export function formatX(x: XAxis, value: number): string {
  if (x === 'time') return formatExactTime(value * 1000);
  if (x === 'relative') return formatDuration(value * 1000);
  return `${x === 'step' ? 'step ' : ''}${formatMetric(x === 'step' ? Math.round(value) : value)}`;
}

/** Four columns at most of each line: the band's two edges, the raw line, the smoothed one. */
function columnsOf(line: Line): (number | null)[][] {
  const band = line.low !== undefined && line.high !== undefined ? [line.high, line.low] : [];
  return [...band, line.raw, ...(line.smoothed === undefined ? [] : [line.smoothed])];
}

export function chartData(lines: readonly Line[]): uPlot.AlignedData {
  const { xs, columns } = alignOn(lines.map((line) => ({ xs: line.xs, columns: columnsOf(line) })));
  return [xs, ...columns] as uPlot.AlignedData;
}

function seriesOf(shape: ChartShape) {
  const series: uPlot.Series[] = [];
  const bands: uPlot.Band[] = [];
  const tooltips: TooltipLine[] = [];
  for (const line of shape.lines) {
    const colour = shape.colours.get(line.runId) ?? '';
    const few = line.xs.length <= 60 && shape.lines.length <= 4;
    const points = { show: few || line.xs.length === 1, size: 4, fill: colour };
    if (line.low !== undefined) {
      bands.push({ series: [series.length + 1, series.length + 2], fill: `${colour}30` });
      series.push({ width: 0, points: { show: false } }, { width: 0, points: { show: false } });
    }
    if (line.smoothed === undefined) {
      series.push({ stroke: colour, width: 1.5, points });
    } else {
      series.push({ stroke: colour, width: 1, alpha: 0.28, points: { show: false } });
      series.push({ stroke: colour, width: 1.75, points: { show: false } });
    }
    tooltips.push({ series: series.length, name: line.name, colour });
  }
  return { series: [{}, ...series], bands, tooltips };
}

/** The lines rarely have points at the same places: each shows its point nearest to the pointer. */
function nearestPoint(chart: uPlot, series: number, closest: number): number {
  const values = chart.data[series];
  if (series === 0 || values === undefined || values[closest] != null) return closest;
  const reach = chart.data[0].length;
  for (let distance = 1; distance < reach; distance++) {
    if (values[closest - distance] != null) return closest - distance;
    if (values[closest + distance] != null) return closest + distance;
  }
  return closest;
}

/** Seconds that a clock has marks for. */
const DURATIONS = [
  0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600,
  43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000,
];

/** As wide as the longest label asks. */
function axisSize(_: uPlot, labels: string[] | null): number {
  const longest = Math.max(0, ...(labels ?? []).map((label) => label.length));
  return Math.max(36, longest * 6.6 + 14);
}

export function chartOptions(shape: ChartShape): uPlot.Options {
  const { view, onZoom } = shape;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: token('--mantine-color-dimmed'),
    grid: { stroke: token('--mr-chart-grid'), width: 1 },
    ticks: { stroke: token('--mr-chart-grid'), width: 1, size: 4 },
    font: `11px ${token('--mantine-font-family')}`,
  };
  const { series, bands, tooltips } = seriesOf(shape);
  const labels = (splits: number[]) =>
    splits.map((split) => (split === null ? '' : formatMetric(Number(split.toPrecision(12)))));
  return {
    width: shape.width,
    height: shape.height,
    legend: { show: false },
    bands,
    series,
    cursor: {
      points: { size: 6 },
      // The address tells which part is looked at; the chart follows it.
      drag: { x: true, y: false, setScale: false },
      dataIdx: nearestPoint,
      sync: { key: `x-${view.x}`, scales: ['x', null] },
      bind: { dblclick: () => () => (onZoom(undefined), null) },
    },
    scales: {
      x: {
        time: view.x === 'time',
        range: view.zoom === undefined ? undefined : [view.zoom.from, view.zoom.to],
      },
      y: { distr: view.log ? 3 : 1 },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 60,
        ...(view.x === 'time'
          ? {}
          : {
              values: (_: uPlot, splits: number[]) =>
                view.x === 'relative' ? splits.map(formatRelative) : labels(splits),
            }),
        ...(view.x === 'relative' ? { space: 76, incrs: DURATIONS } : {}),
      },
      { ...axis, size: axisSize, values: (_, splits) => labels(splits) },
    ],
    hooks: {
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < 4) return;
          const zoom = { from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') };
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          onZoom(view.x === 'step' ? { from: Math.floor(zoom.from), to: Math.ceil(zoom.to) } : zoom);
        },
      ],
    },
    plugins: [chartTooltip(tooltips, (x) => formatX(view.x, x))],
  };
}

/** Without the parts that are zero. */
function formatRelative(seconds: number): string {
  if (seconds === 0) return '0';
  return formatDuration(seconds * 1000)
    .replace(/ 0 (?:s|min|h)$/, '')
    .replace('.0 s', ' s');
}

/** In words, for those who cannot see the canvas. */
export function describeLines(title: string, lines: readonly Line[]): string {
  const told = lines.slice(0, 10).map((line) => {
    const values = mainValues(line);
    const last = values.findLast((value) => value !== null);
    return `${line.name} ends at ${last == null ? 'nothing' : formatMetric(last)}`;
  });
  const more = lines.length > told.length ? `, and ${lines.length - told.length} more` : '';
  return `${title}: ${told.join(', ')}${more}`;
}
