import { Button, Menu } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { useMemo } from 'react';
import type { ChartRun } from '@/features/charts/chartRun';
import { Section } from '@/components/Section';
import classes from '@/features/charts/components/Charts.module.css';
import { PlotCard } from '@/features/charts/components/plots/PlotCard';
import { newPlot, startingPlots } from '@/features/charts/plots/startingPlots';
import { PLOT_KINDS, PLOT_NAMES, type Plot } from '@/features/charts/plots/plot';

interface PlotGridProps {
  runs: readonly ChartRun[];
  /** Undefined where nobody has chosen: then some are chosen by what the runs have. */
  plots: Plot[] | undefined;
  onPlots: (plots: Plot[]) => void;
}

/** Charts of final values over parameters, as many as one likes. */
export function PlotGrid({ runs, plots, onPlots }: PlotGridProps) {
  const starting = useMemo(() => startingPlots(runs), [runs]);
  const shown = plots ?? starting;
  return (
    <Section
      title="Runs by their parameters"
      count={shown.length}
      actions={
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />}>
              Add a chart
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {PLOT_KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => onPlots([newPlot(kind, runs), ...shown])}>
                {PLOT_NAMES[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      <div className={classes.wideGrid}>
        {shown.map((plot, index) => (
          <PlotCard
            // Two of the same kind are told apart by their place.
            key={`${index} ${plot.kind}`}
            plot={plot}
            runs={runs}
            onChange={(next) => onPlots(shown.map((each, place) => (place === index ? next : each)))}
            onRemove={() => onPlots(shown.filter((_, place) => place !== index))}
          />
        ))}
      </div>
    </Section>
  );
}
