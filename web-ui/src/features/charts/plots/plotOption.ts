import type { EChartsCoreOption } from 'echarts/core';
import type { Drawing } from '@/features/charts/plots/axisOption';
import { contourOption, importanceOption, parallelOption } from '@/features/charts/plots/fieldOptions';
import { barOption, boxOption, scatterOption } from '@/features/charts/plots/groupOptions';
import type { Plot } from '@/features/charts/plots/plot';

/** Nothing where the runs have not what the plot needs. */
export function plotOption(plot: Plot, drawing: Drawing): EChartsCoreOption | undefined {
  const option = options[plot.kind](plot, drawing);
  if (option === undefined) return undefined;
  const { palette } = drawing;
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, color: palette.text },
    // Names are shown as text: this is drawn by the library, not put into the page.
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: palette.background,
      textStyle: { color: palette.text, fontSize: 12 },
    },
    ...option,
  };
}

const options: Record<Plot['kind'], (plot: Plot, drawing: Drawing) => EChartsCoreOption | undefined> = {
  scatter: scatterOption,
  bar: barOption,
  box: boxOption,
  contour: contourOption,
  parallel: parallelOption,
  importance: importanceOption,
};
