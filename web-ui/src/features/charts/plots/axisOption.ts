import type { ChartRun } from '@/features/charts/chartRun';
import { distinct, type Field } from '@/features/charts/plots/fields';
import type { Palette } from '@/features/charts/plots/palette';
import { formatMetric } from '@/lib/format';

/** What a plot is drawn of, and in which colours. */
export interface Drawing {
  runs: readonly ChartRun[];
  palette: Palette;
  colour: (runId: string) => string;
}

export const GRID = { left: 12, right: 24, top: 16, bottom: 30, containLabel: true };

export function axis(own: Field | undefined, palette: Palette, extra: object = {}) {
  return {
    type: own === undefined || own.numeric ? 'value' : 'category',
    data: own === undefined || own.numeric ? undefined : distinct(own.values).map(String),
    scale: true,
    name: own?.label,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: palette.dimmed, fontSize: 12 },
    axisLabel: {
      color: palette.dimmed,
      fontSize: 11,
      hideOverlap: true,
      formatter: own === undefined || own.numeric ? (value: number) => formatMetric(value) : undefined,
    },
    axisLine: { lineStyle: { color: palette.grid } },
    splitLine: { lineStyle: { color: palette.grid } },
    ...extra,
  };
}

/** The name of a vertical axis stands above it, where it does not run into the labels. */
export const ABOVE = { nameLocation: 'end', nameGap: 10, nameTextStyle: { align: 'left', fontSize: 12 } };
export const WITH_NAME = { ...GRID, top: 34 };

export function told(value: number | string | undefined): string {
  return typeof value === 'number' ? formatMetric(value) : (value ?? '–');
}
