import { ABOVE, axis, told, WITH_NAME, type Drawing } from '@/features/charts/plots/axisOption';
import { distinct, field } from '@/features/charts/plots/fields';
import type { Plot } from '@/features/charts/plots/plot';
import { boxOf } from '@/features/charts/plots/shapes';
import { formatMetric } from '@/lib/format';

export function scatterOption({ x, y }: Plot, { runs, palette, colour }: Drawing) {
  if (x === undefined || y === undefined) return undefined;
  const across = field(x, runs);
  const up = field(y, runs);
  const data = runs.flatMap((run, index) => {
    const place = [across.values[index], up.values[index]];
    return place.includes(undefined)
      ? []
      : [
          {
            name: run.name,
            value: across.numeric ? place : [String(place[0]), place[1]],
            itemStyle: { color: colour(run.runId) },
          },
        ];
  });
  if (data.length === 0 || !up.numeric) return undefined;
  return {
    grid: WITH_NAME,
    xAxis: axis(across, palette),
    yAxis: axis(up, palette, ABOVE),
    series: [{ type: 'scatter', symbolSize: 9, data, tooltip: { formatter: named(across.label, up.label) } }],
  };
}

function named(across: string, up: string) {
  return ({ name, value }: { name: string; value: (number | string)[] }) =>
    `${name}\n${across}: ${told(value[0])}\n${up}: ${told(value[1])}`;
}

const MOST_BARS = 50;

export function barOption({ y }: Plot, { runs, palette, colour }: Drawing) {
  if (y === undefined) return undefined;
  const up = field(y, runs);
  const bars = runs
    .flatMap((run, index) => {
      const value = up.values[index];
      return typeof value === 'number' ? [{ run, value }] : [];
    })
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_BARS);
  if (bars.length === 0) return undefined;
  return {
    grid: WITH_NAME,
    xAxis: axis(undefined, palette, {
      type: 'category',
      data: bars.map(({ run }) => run.name),
      axisLabel: {
        color: palette.dimmed,
        fontSize: 11,
        rotate: bars.length > 6 ? 35 : 0,
        width: 90,
        overflow: 'truncate',
      },
    }),
    yAxis: axis(up, palette, { ...ABOVE, scale: false }),
    series: [
      {
        type: 'bar',
        barMaxWidth: 36,
        data: bars.map(({ run, value }) => ({ value, itemStyle: { color: colour(run.runId) } })),
        tooltip: {
          formatter: ({ name, value }: { name: string; value: number }) => `${name}\n${told(value)}`,
        },
      },
    ],
  };
}

const MOST_BOXES = 24;

export function boxOption({ x, y }: Plot, { runs, palette }: Drawing) {
  if (x === undefined || y === undefined) return undefined;
  const by = field(x, runs);
  const up = field(y, runs);
  const groups = distinct(by.values)
    .slice(0, MOST_BOXES)
    .map((group) => ({
      name: told(group),
      values: up.values.filter(
        (value, index): value is number => typeof value === 'number' && by.values[index] === group,
      ),
    }))
    .filter(({ values }) => values.length > 0);
  if (groups.length === 0) return undefined;
  return {
    grid: WITH_NAME,
    xAxis: axis(undefined, palette, {
      type: 'category',
      name: by.label,
      data: groups.map(({ name }) => name),
    }),
    yAxis: axis(up, palette, ABOVE),
    series: [
      {
        type: 'boxplot',
        boxWidth: [8, 40],
        itemStyle: { color: 'transparent', borderColor: palette.accent, borderWidth: 1.5 },
        data: groups.map(({ values }) => boxOf(values)),
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const { name, values } = groups[dataIndex]!;
            const [least, lower, median, upper, greatest] = boxOf(values).map(formatMetric);
            return `${by.label} ${name}, ${values.length} runs\nmedian ${median}\nhalf from ${lower} to ${upper}\nall from ${least} to ${greatest}`;
          },
        },
      },
    ],
  };
}
