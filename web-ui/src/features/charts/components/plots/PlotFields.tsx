import { MultiSelect, Select } from '@mantine/core';
import { useMemo } from 'react';
import type { ChartRun } from '@/features/charts/chartRun';
import classes from '@/features/charts/components/Charts.module.css';
import { fieldIds } from '@/features/charts/plots/fields';
import type { Plot } from '@/features/charts/plots/plot';

interface PlotFieldsProps {
  plot: Plot;
  runs: readonly ChartRun[];
  onChange: (plot: Plot) => void;
}

const asked: Record<Exclude<Plot['kind'], 'parallel'>, ['x' | 'y' | 'z', string][]> = {
  scatter: [
    ['x', 'Across'],
    ['y', 'Up'],
  ],
  bar: [['y', 'Value']],
  box: [
    ['x', 'A box per'],
    ['y', 'Value'],
  ],
  contour: [
    ['x', 'Across'],
    ['y', 'Up'],
    ['z', 'Colour'],
  ],
  importance: [['y', 'For the metric']],
};

/** Which fields a plot is made of. */
export function PlotFields({ plot, runs, onChange }: PlotFieldsProps) {
  const data = useMemo(() => {
    const { metrics, params } = fieldIds(runs);
    const items = (ids: string[]) => ids.map((id) => ({ value: id, label: id.slice(id.indexOf('.') + 1) }));
    return [
      { group: 'Metrics', items: items(metrics) },
      { group: 'Parameters', items: items(params) },
    ];
  }, [runs]);
  if (plot.kind === 'parallel') {
    return (
      <div className={classes.fields}>
        <MultiSelect
          size="xs"
          style={{ flex: 1 }}
          aria-label="Axes, the last one gives the colour"
          data={data}
          value={plot.axes ?? []}
          searchable
          hidePickedOptions
          onChange={(axes) => onChange({ ...plot, axes })}
        />
      </div>
    );
  }
  return (
    <div className={classes.fields}>
      {asked[plot.kind].map(([name, label]) => (
        <Select
          key={name}
          size="xs"
          w={200}
          aria-label={label}
          placeholder={label}
          title={label}
          data={plot.kind === 'importance' ? data.slice(0, 1) : data}
          value={plot[name] ?? null}
          searchable
          allowDeselect={false}
          onChange={(id) => onChange({ ...plot, [name]: id ?? undefined })}
        />
      ))}
    </div>
  );
}
