import { extent } from '@/features/charts/lines';
import { ABOVE, axis, GRID, told, WITH_NAME, type Drawing } from '@/features/charts/plots/axisOption';
import { field, fieldIds, varying } from '@/features/charts/plots/fields';
import { importanceOf } from '@/features/charts/plots/importance';
import { SCALE } from '@/features/charts/plots/palette';
import type { Plot } from '@/features/charts/plots/plot';
import { gridOf } from '@/features/charts/plots/shapes';
import { formatMetric } from '@/lib/format';

const CELLS = 40;

export function contourOption({ x, y, z }: Plot, { runs, palette }: Drawing) {
  if (x === undefined || y === undefined || z === undefined) return undefined;
  const [across, up, deep] = [field(x, runs), field(y, runs), field(z, runs)];
  const points = runs.flatMap((run, index) => {
    const [px, py, pz] = [across.values[index], up.values[index], deep.values[index]];
    return typeof px === 'number' && typeof py === 'number' && typeof pz === 'number'
      ? [{ name: run.name, x: px, y: py, z: pz }]
      : [];
  });
  const ends = {
    x: extent(points.map((p) => p.x)),
    y: extent(points.map((p) => p.y)),
    z: extent(points.map((p) => p.z)),
  };
  if (points.length < 3 || ends.x === undefined || ends.y === undefined || ends.z === undefined)
    return undefined;
  const labels = ([from, to]: [number, number]) =>
    Array.from({ length: CELLS }, (_, cell) =>
      formatMetric(Number((from + ((to - from) * cell) / (CELLS - 1)).toPrecision(3))),
    );
  const cell = (value: number, [from, to]: [number, number]) =>
    (to === from ? 0.5 : (value - from) / (to - from)) * (CELLS - 1);
  return {
    grid: { ...WITH_NAME, right: 84 },
    visualMap: {
      min: ends.z[0],
      max: ends.z[1],
      dimension: 2,
      seriesIndex: 0,
      calculable: false,
      right: 4,
      top: 'middle',
      itemHeight: 120,
      inRange: { color: SCALE },
      text: [formatMetric(ends.z[1]), formatMetric(ends.z[0])],
      textStyle: { color: palette.dimmed, fontSize: 11 },
    },
    xAxis: axis(undefined, palette, {
      type: 'category',
      name: across.label,
      data: labels(ends.x),
      splitLine: { show: false },
    }),
    yAxis: axis(undefined, palette, {
      ...ABOVE,
      type: 'category',
      name: up.label,
      data: labels(ends.y),
      splitLine: { show: false },
    }),
    series: [
      { type: 'heatmap', data: gridOf(points, CELLS), silent: true, progressive: 0 },
      {
        type: 'scatter',
        symbolSize: 8,
        itemStyle: { color: '#ffffff', borderColor: '#1b2126', borderWidth: 1.5 },
        data: points.map((point) => ({
          name: point.name,
          value: [Math.round(cell(point.x, ends.x!)), Math.round(cell(point.y, ends.y!))],
        })),
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const point = points[dataIndex]!;
            return `${point.name}\n${across.label}: ${told(point.x)}\n${up.label}: ${told(point.y)}\n${deep.label}: ${told(point.z)}`;
          },
        },
      },
    ],
  };
}

export function parallelOption({ axes }: Plot, { runs, palette, colour }: Drawing) {
  const fields = (axes ?? [])
    .map((id) => field(id, runs))
    .filter(({ values }) => values.some((value) => value !== undefined));
  const last = fields.at(-1);
  if (last === undefined || fields.length < 2) return undefined;
  const data = runs.flatMap((run, index) => {
    const value = fields.map((each) => {
      const own = each.values[index];
      return own === undefined ? Number.NaN : each.numeric ? own : String(own);
    });
    return value.some((each) => typeof each === 'number' && Number.isNaN(each))
      ? []
      : [{ name: run.name, value, lineStyle: last.numeric ? undefined : { color: colour(run.runId) } }];
  });
  if (data.length === 0) return undefined;
  const ends = extent(last.values.map((value) => (typeof value === 'number' ? value : null)));
  return {
    parallel: { left: 48, right: 96, top: 40, bottom: 24 },
    parallelAxis: fields.map((each, dim) => ({
      dim,
      ...axis(each, palette),
      nameLocation: 'end',
      nameGap: 14,
      nameTruncate: { maxWidth: 120 },
      splitLine: { show: false },
    })),
    visualMap:
      last.numeric && ends !== undefined && ends[0] < ends[1]
        ? { show: false, min: ends[0], max: ends[1], dimension: fields.length - 1, inRange: { color: SCALE } }
        : undefined,
    series: [
      {
        type: 'parallel',
        smooth: false,
        lineStyle: { width: 1.5, opacity: 0.75 },
        emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data,
        tooltip: {
          formatter: ({ name, value }: { name: string; value: (number | string)[] }) =>
            [name, ...fields.map((each, index) => `${each.label}: ${told(value[index])}`)].join('\n'),
        },
      },
    ],
  };
}

const MOST_PARAMS = 15;

export function importanceOption({ y }: Plot, { runs, palette }: Drawing) {
  if (y === undefined) return undefined;
  const found = importanceOf(field(y, runs), varying(fieldIds(runs).params, runs))
    .slice(0, MOST_PARAMS)
    .reverse();
  if (found.length === 0) return undefined;
  return {
    grid: { ...GRID, bottom: 40 },
    xAxis: axis(undefined, palette, {
      name: 'share of the spread it accounts for by itself',
      min: 0,
      max: 1,
      axisLabel: {
        color: palette.dimmed,
        fontSize: 11,
        formatter: (value: number) => `${Math.round(value * 100)} %`,
      },
    }),
    yAxis: axis(undefined, palette, {
      type: 'category',
      data: found.map(({ label }) => label),
      axisLabel: { color: palette.text, fontSize: 12, width: 130, overflow: 'truncate' },
    }),
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        itemStyle: { color: palette.accent },
        data: found.map(({ share }) => share),
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const { label, share, correlation, runs: count } = found[dataIndex]!;
            const direction =
              correlation === undefined ? '' : `\nrank correlation ${formatMetric(correlation)}`;
            return `${label}: ${Math.round(share * 100)} %, of ${count} runs${direction}`;
          },
        },
      },
    ],
  };
}
