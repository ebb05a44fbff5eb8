import { BarChart, BoxplotChart, HeatmapChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { GridComponent, ParallelComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use as register, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

register([
  BarChart,
  BoxplotChart,
  HeatmapChart,
  ParallelChart,
  ScatterChart,
  GridComponent,
  ParallelComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
]);

interface EChartProps {
  label: string;
  option: EChartsCoreOption;
  height: number;
}

/** Drawn as SVG, so that what is saved is what is seen. */
export function EChart({ label, option, height }: EChartProps) {
  const { ref: sizeRef, width } = useElementSize();
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (holder.current === null || width === 0) return;
    const chart = init(holder.current, null, { renderer: 'svg', width, height });
    chart.setOption(option);
    return () => chart.dispose();
  }, [option, width, height]);
  return (
    <div ref={sizeRef}>
      <div ref={holder} role="img" aria-label={label} style={{ height }} />
    </div>
  );
}

const SAVED = { width: 960, height: 540 };

/** The chart as a file of its own. */
export function optionToSvg(option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SAVED });
  try {
    chart.setOption({ ...option, backgroundColor: '#ffffff' });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
