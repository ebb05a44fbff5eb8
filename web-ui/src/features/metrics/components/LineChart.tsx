import 'uplot/dist/uPlot.min.css';

import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { MetricPoint } from '@/features/metrics/api/getMetricHistory';
import { smooth } from '@/features/metrics/smooth';
import { formatMetric } from '@/lib/format';

export interface ChartView {
  x: 'step' | 'time';
  log: boolean;
  smoothing: number;
}

interface LineChartProps extends ChartView {
  label: string;
  points: MetricPoint[];
}

const HEIGHT = 180;

/** Drawn on a canvas: a reader of the screen gets the label, which names the extremes. */
export function LineChart({ label, points, x, log, smoothing }: LineChartProps) {
  const { ref: sizeRef, width } = useElementSize();
  const holder = useRef<HTMLDivElement>(null);
  const colorScheme = useComputedColorScheme();

  useEffect(() => {
    if (holder.current === null || width === 0) return;
    const chart = new uPlot(
      chartOptions({ width, x, log, smoothed: smoothing > 0 }),
      chartData({ points, x, log, smoothing }),
      holder.current,
    );
    return () => chart.destroy();
    // The colours are read from the page's tokens when the chart is made.
  }, [points, x, log, smoothing, width, colorScheme]);

  return (
    <div ref={sizeRef}>
      <div ref={holder} role="img" aria-label={label} style={{ minHeight: HEIGHT }} />
    </div>
  );
}

function chartData({ points, x, log, smoothing }: ChartView & { points: MetricPoint[] }): uPlot.AlignedData {
  const sorted = x === 'time' ? [...points].sort((a, b) => a.timestamp - b.timestamp) : points;
  const xs = sorted.map((point) => (x === 'time' ? point.timestamp / 1000 : point.step));
  // A logarithmic axis has no place for zero and below.
  const drawable = (value: number) => Number.isFinite(value) && (!log || value > 0);
  const raw = sorted.map((point) => (drawable(point.value) ? point.value : null));
  return smoothing > 0 ? [xs, raw, smooth(raw, smoothing)] : [xs, raw];
}

function chartOptions(view: {
  width: number;
  x: ChartView['x'];
  log: boolean;
  smoothed: boolean;
}): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const accent = token('--mr-link');
  const axis: uPlot.Axis = {
    stroke: token('--mantine-color-dimmed'),
    grid: { stroke: token('--mr-chart-grid'), width: 1 },
    ticks: { stroke: token('--mr-chart-grid'), width: 1, size: 4 },
    font: `12px ${token('--mantine-font-family')}`,
  };
  const value = (_: uPlot, number: number | null) => (number === null ? '–' : formatMetric(number));
  const points = { fill: token('--mantine-color-body') };
  const line: uPlot.Series = { label: 'value', stroke: accent, width: 1.5, value, spanGaps: true, points };
  return {
    width: view.width,
    height: HEIGHT,
    legend: { show: true, live: true },
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    scales: { x: { time: view.x === 'time' }, y: { distr: view.log ? 3 : 1 } },
    axes: [
      { ...axis, size: 28 },
      {
        ...axis,
        size: 56,
        values: (_, splits) => splits.map((split) => (split === null ? '' : formatMetric(split))),
      },
    ],
    series: [
      { label: view.x === 'time' ? 'time' : 'step' },
      ...(view.smoothed
        ? [
            { ...line, label: 'raw', alpha: 0.3, width: 1 },
            { ...line, label: 'smoothed' },
          ]
        : [line]),
    ],
  };
}
