import 'uplot/dist/uPlot.min.css';

import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { ChartView, Zoom } from '@/features/charts/chartSearch';
import { chartData, chartOptions, describeLines } from '@/features/charts/components/lineChartOptions';
import { useRunColour } from '@/features/charts/components/RunColours';
import type { Line } from '@/features/charts/lines';

interface LineChartProps {
  title: string;
  lines: readonly Line[];
  view: ChartView;
  height: number;
  onZoom: (zoom: Zoom | undefined) => void;
}

/** Drawn on a canvas: a reader of the screen gets the label, which names how each line ends. */
export function LineChart({ title, lines, view, height, onZoom }: LineChartProps) {
  const { ref: sizeRef, width } = useElementSize();
  const holder = useRef<HTMLDivElement>(null);
  const colorScheme = useComputedColorScheme();
  const runColour = useRunColour();
  const zoomed = useRef(onZoom);
  useEffect(() => {
    zoomed.current = onZoom;
  });
  const { x, log, zoom } = view;
  const from = zoom?.from;
  const to = zoom?.to;

  useEffect(() => {
    if (holder.current === null || width === 0) return;
    const colours = new Map(lines.map(({ runId }) => [runId, runColour(runId, colorScheme)]));
    const part = from !== undefined && to !== undefined ? { from, to } : undefined;
    const chart = new uPlot(
      chartOptions({
        lines,
        view: { x, log, zoom: part, smoothing: 0, band: false },
        colours,
        width,
        height,
        onZoom: (next) => zoomed.current(next),
      }),
      chartData(lines),
      holder.current,
    );
    return () => chart.destroy();
    // The colours of the axes are read from the page's tokens when the chart is made.
  }, [lines, x, log, from, to, width, height, colorScheme, runColour]);

  return (
    <div ref={sizeRef}>
      <div ref={holder} role="img" aria-label={describeLines(title, lines)} style={{ minHeight: height }} />
    </div>
  );
}
