import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { ChartRun } from '@/features/charts/chartRun';
import { ChartCard, type CardExport } from '@/features/charts/components/ChartCard';
import { EChart, optionToSvg } from '@/features/charts/components/plots/EChart';
import { PlotFields } from '@/features/charts/components/plots/PlotFields';
import { useRunColour } from '@/features/charts/components/RunColours';
import { fileName, savePng, saveText } from '@/features/charts/export/save';
import { field, fieldIds } from '@/features/charts/plots/fields';
import { readPalette, type Palette } from '@/features/charts/plots/palette';
import { PLOT_NAMES, type Plot } from '@/features/charts/plots/plot';
import { plotOption } from '@/features/charts/plots/plotOption';
import { toCsv } from '@/lib/csv';
import { useSeen } from '@/lib/useSeen';

interface PlotCardProps {
  plot: Plot;
  runs: readonly ChartRun[];
  onChange: (plot: Plot) => void;
  onRemove: () => void;
}

const HEIGHT = 320;
const PAPER: Omit<Palette, 'font'> = {
  text: '#1b2126',
  dimmed: '#596570',
  grid: '#e8ecef',
  background: '#ffffff',
  accent: '#0b6b7d',
};

/** A chart with a mark per run, and what it is made of. */
export function PlotCard({ plot, runs, onChange, onRemove }: PlotCardProps) {
  const { ref, seen } = useSeen<HTMLElement>();
  const scheme = useComputedColorScheme();
  const runColour = useRunColour();
  const option = useMemo(
    () =>
      seen
        ? plotOption(plot, { runs, palette: readPalette(), colour: (runId) => runColour(runId, scheme) })
        : undefined,
    [plot, runs, scheme, seen, runColour],
  );
  const title = plotTitle(plot);
  const svg = () => {
    const palette = { ...readPalette(), ...PAPER };
    const own = plotOption(plot, { runs, palette, colour: (runId) => runColour(runId, 'light') });
    return own === undefined ? '' : optionToSvg(own);
  };
  const exports: CardExport[] = [
    { label: 'PNG', save: () => void savePng(fileName(title, 'png'), svg()) },
    { label: 'SVG', save: () => saveText(fileName(title, 'svg'), 'image/svg+xml', svg()) },
    { label: 'CSV', save: () => saveText(fileName(title, 'csv'), 'text/csv', plotCsv(plot, runs)) },
  ];
  return (
    <ChartCard
      ref={ref}
      title={title}
      wide={plot.kind === 'parallel'}
      exports={option === undefined ? [] : exports}
      onRemove={onRemove}
      settings={<PlotFields plot={plot} runs={runs} onChange={onChange} />}
    >
      <div style={{ minHeight: HEIGHT }}>
        {!seen ? null : option === undefined ? (
          <p className="muted">These runs have nothing to draw here: choose other fields.</p>
        ) : (
          <EChart label={`${title}, ${runs.length} runs`} option={option} height={HEIGHT} />
        )}
      </div>
    </ChartCard>
  );
}

const bare = (id: string | undefined) => id?.slice(id.indexOf('.') + 1) ?? '';

function plotTitle(plot: Plot): string {
  const name = PLOT_NAMES[plot.kind];
  if (plot.kind === 'parallel') return name;
  if (plot.kind === 'importance') return `${name} for ${bare(plot.y)}`;
  if (plot.kind === 'bar') return bare(plot.y);
  if (plot.kind === 'contour') return `${bare(plot.z)} over ${bare(plot.x)} and ${bare(plot.y)}`;
  return `${bare(plot.y)} ${plot.kind === 'box' ? 'per' : 'by'} ${bare(plot.x)}`;
}

function plotCsv(plot: Plot, runs: readonly ChartRun[]): string {
  const ids =
    plot.kind === 'importance'
      ? [...fieldIds(runs).params, ...(plot.y === undefined ? [] : [plot.y])]
      : (plot.axes ?? [plot.x, plot.y, plot.z].filter((id) => id !== undefined));
  const fields = ids.map((id) => field(id, runs));
  return toCsv([
    ['run_id', 'run', ...fields.map(({ label }) => label)],
    ...runs.map((run, index) => [
      run.runId,
      run.name,
      ...fields.map(({ values }) => String(values[index] ?? '')),
    ]),
  ]);
}
