import { useComputedColorScheme } from '@mantine/core';
import { Loading } from '@/components/Loading';
import type { SampledSeries } from '@/features/charts/api/sampleMetrics';
import type { ChartRun } from '@/features/charts/chartRun';
import type { ChartView, Zoom } from '@/features/charts/chartSearch';
import { ChartCard, type CardExport } from '@/features/charts/components/ChartCard';
import classes from '@/features/charts/components/Charts.module.css';
import { LineChart } from '@/features/charts/components/LineChart';
import { useRunColour } from '@/features/charts/components/RunColours';
import { SingleValues } from '@/features/charts/components/SingleValues';
import { linesToCsv } from '@/features/charts/export/linesToCsv';
import { linesToSvg } from '@/features/charts/export/linesToSvg';
import { fileName, savePng, saveText } from '@/features/charts/export/save';
import type { Line } from '@/features/charts/lines';
import { useLines } from '@/features/charts/useLines';
import { useSeen } from '@/lib/useSeen';

export interface MetricCardProps {
  metricKey: string;
  runs: readonly ChartRun[];
  view: ChartView;
  onZoom: (zoom: Zoom | undefined) => void;
  onOpen?: () => void;
  height?: number;
  /** Into how many parts the axis is divided. */
  detail?: number;
}

/** One metric of the runs. Its points are fetched and drawn when the card comes into sight. */
export function MetricCard(props: MetricCardProps) {
  const { metricKey, runs, view, onZoom, onOpen, height = 200, detail = 200 } = props;
  const { ref, seen } = useSeen<HTMLElement>();
  const colorScheme = useComputedColorScheme();
  const runColour = useRunColour();
  const { lines, series, error } = useLines(metricKey, runs, view, { width: detail, enabled: seen });
  // Saved charts are for white paper.
  const colours = new Map((lines ?? []).map(({ runId }) => [runId, runColour(runId, 'light')]));
  const svg = () => linesToSvg({ title: metricKey, lines: lines ?? [], view, colours });
  const exports: CardExport[] = [
    { label: 'PNG', save: () => void savePng(fileName(metricKey, 'png'), svg()) },
    { label: 'SVG', save: () => saveText(fileName(metricKey, 'svg'), 'image/svg+xml', svg()) },
    {
      label: 'CSV',
      save: () => saveText(fileName(metricKey, 'csv'), 'text/csv', linesToCsv(metricKey, runs, series ?? [])),
    },
  ];
  return (
    <ChartCard ref={ref} title={metricKey} exports={exports} onOpen={onOpen}>
      <div style={{ minHeight: height }}>
        {error !== null ? (
          <p className="muted">Could not load the points: {error.message}</p>
        ) : !seen ? null : lines === undefined ? (
          <Loading what={metricKey} lines={4} />
        ) : isSingle(lines) ? (
          <SingleValues lines={lines} colour={(runId) => runColour(runId, colorScheme)} />
        ) : (
          <LineChart title={metricKey} lines={lines} view={view} height={height} onZoom={onZoom} />
        )}
      </div>
      {lines !== undefined && series !== undefined && <Thinned lines={lines} series={series} />}
    </ChartCard>
  );
}

/** Nothing to join by a line. */
function isSingle(lines: readonly Line[]): boolean {
  return lines.every((line) => line.xs.length <= 1);
}

function Thinned({ lines, series }: { lines: readonly Line[]; series: readonly SampledSeries[] }) {
  if (!lines.some((line) => line.thinned)) return null;
  const total = series.reduce((sum, one) => sum + one.count, 0);
  return (
    <p className={classes.cardNote} title="Drag across the chart to have a part of it read more finely">
      {total.toLocaleString('en-US')} points, every extreme shown
    </p>
  );
}
