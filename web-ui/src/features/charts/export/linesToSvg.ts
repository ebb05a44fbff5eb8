import type { ChartView } from '@/features/charts/chartSearch';
import { formatX } from '@/features/charts/components/lineChartOptions';
import { extent, mainValues, type Line } from '@/features/charts/lines';
import { formatMetric } from '@/lib/format';

export interface SvgChart {
  title: string;
  lines: readonly Line[];
  view: ChartView;
  colours: ReadonlyMap<string, string>;
}

const WIDTH = 960;
const PLOT = { left: 72, top: 44, width: 864, height: 400 };
const LEGEND_ROW = 20;
const LEGEND_COLUMNS = 3;

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Round numbers from one end to the other, about so many. */
export function ticks(least: number, greatest: number, about: number): number[] {
  const span = greatest - least;
  if (!(span > 0)) return [least];
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power;
  const first = Math.ceil(least / unit);
  const count = Math.floor(greatest / unit) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * unit).toPrecision(12)));
}

function widened([least, greatest]: [number, number]): [number, number] {
  return least === greatest ? [least - 1, greatest + 1] : [least, greatest];
}

/** A chart that stands by itself on white paper, with the names of its lines below it. */
export function linesToSvg({ title, lines, view, colours }: SvgChart): string {
  const toY = (value: number) => (view.log ? Math.log10(value) : value);
  const xEnds = widened(
    view.zoom === undefined
      ? (extent(lines.flatMap((line) => line.xs)) ?? [0, 1])
      : [view.zoom.from, view.zoom.to],
  );
  const yEnds = widened(
    extent(lines.flatMap((line) => line.raw.map((value) => (value === null ? null : toY(value))))) ?? [0, 1],
  );
  const px = (x: number) => PLOT.left + ((x - xEnds[0]) / (xEnds[1] - xEnds[0])) * PLOT.width;
  const py = (y: number) => PLOT.top + PLOT.height - ((y - yEnds[0]) / (yEnds[1] - yEnds[0])) * PLOT.height;
  const path = (line: Line, values: readonly (number | null)[]) => {
    let pen = 'M';
    return line.xs
      .map((x, index) => {
        const value = values[index];
        if (value === null || value === undefined) {
          pen = 'M';
          return '';
        }
        const at = `${pen}${px(x).toFixed(1)} ${py(toY(value)).toFixed(1)}`;
        pen = 'L';
        return at;
      })
      .join('');
  };
  const draw = (line: Line) => {
    const colour = colours.get(line.runId) ?? '#000000';
    const ghost =
      line.smoothed === undefined
        ? ''
        : `<path d="${path(line, line.raw)}" stroke="${colour}" stroke-opacity="0.28"/>`;
    return `${ghost}<path d="${path(line, mainValues(line))}" stroke="${colour}" stroke-width="1.5"/>`;
  };
  const bottom = PLOT.top + PLOT.height;
  const yAxis = ticks(...yEnds, 6).map((tick) => {
    const label = formatMetric(view.log ? Number((10 ** tick).toPrecision(4)) : tick);
    return (
      `<path d="M${PLOT.left} ${py(tick).toFixed(1)}h${PLOT.width}" stroke="#e0e6ea"/>` +
      `<text x="${PLOT.left - 8}" y="${(py(tick) + 4).toFixed(1)}" text-anchor="end">${label}</text>`
    );
  });
  const xAxis = ticks(...xEnds, 6).map((tick) => {
    const label = view.x === 'step' ? formatMetric(tick) : formatX(view.x, tick);
    return `<text x="${px(tick).toFixed(1)}" y="${bottom + 20}" text-anchor="middle">${escapeXml(label)}</text>`;
  });
  const legend = lines.map((line, index) => {
    const x = PLOT.left + (index % LEGEND_COLUMNS) * (PLOT.width / LEGEND_COLUMNS);
    const y = bottom + 48 + Math.floor(index / LEGEND_COLUMNS) * LEGEND_ROW;
    const name = line.name.length > 36 ? `${line.name.slice(0, 35)}…` : line.name;
    return (
      `<rect x="${x}" y="${y - 9}" width="10" height="10" rx="2" fill="${colours.get(line.runId)}"/>` +
      `<text x="${x + 16}" y="${y}">${escapeXml(name)}</text>`
    );
  });
  const height = bottom + 48 + Math.ceil(lines.length / LEGEND_COLUMNS) * LEGEND_ROW;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `font-family="system-ui, sans-serif" font-size="12" fill="#1b2126">` +
    `<rect width="100%" height="100%" fill="#ffffff"/>` +
    `<clipPath id="plot"><rect x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.width}" height="${PLOT.height}"/></clipPath>` +
    `<text x="${PLOT.left}" y="26" font-size="16" font-weight="600">${escapeXml(title)}</text>` +
    `${yAxis.join('')}${xAxis.join('')}` +
    `<g fill="none" stroke-linejoin="round" clip-path="url(#plot)">${lines.map(draw).join('')}</g>` +
    `${legend.join('')}</svg>`
  );
}
