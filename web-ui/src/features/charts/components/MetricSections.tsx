import { Modal } from '@mantine/core';
import { useMemo } from 'react';
import { Section } from '@/components/Section';
import { metricKeys, type ChartRun } from '@/features/charts/chartRun';
import { findKeys, toView, type ChartSearch } from '@/features/charts/chartSearch';
import { ChartControls } from '@/features/charts/components/ChartControls';
import classes from '@/features/charts/components/Charts.module.css';
import { MetricCard } from '@/features/charts/components/MetricCard';
import { groupByPrefix } from '@/features/charts/groupByPrefix';

interface MetricSectionsProps {
  runs: readonly ChartRun[];
  /** Which of the runs' metrics belong here. */
  belongs?: (key: string) => boolean;
  search: ChartSearch;
  onSearch: (change: ChartSearch) => void;
}

const ALL = () => true;

/** Every metric of the runs in a card of its own, grouped by what stands before the first slash. */
export function MetricSections({ runs, belongs = ALL, search, onSearch }: MetricSectionsProps) {
  const known = useMemo(() => metricKeys(runs), [runs]);
  const keys = [...known.keys()].filter(belongs);
  const shown = findKeys(keys, search.metric ?? '');
  const view = toView(search);
  const card = (key: string) => ({
    metricKey: key,
    runs,
    view,
    onZoom: (zoom: { from: number; to: number } | undefined) => onSearch({ from: zoom?.from, to: zoom?.to }),
  });
  // Curves and single values in grids of their own: a row is as high as its highest card.
  const isCurve = (key: string) => known.get(key)?.curve ?? false;
  const grids = (group: string[]) =>
    [group.filter(isCurve), group.filter((key) => !isCurve(key))].filter((grid) => grid.length > 0);
  return (
    <>
      <ChartControls keys={keys} search={search} onSearch={onSearch} />
      {shown.length === 0 && <p className="muted">No metric of these runs is called that.</p>}
      {groupByPrefix(shown).map(([prefix, group]) => (
        <Section key={prefix} title={prefix === '' ? 'Metrics' : prefix} count={group.length}>
          {grids(group).map((grid) => (
            <div key={grid[0]} className={classes.grid}>
              {grid.map((key) => (
                <MetricCard
                  key={key}
                  {...card(key)}
                  height={isCurve(key) ? 200 : 24}
                  onOpen={() => onSearch({ open: key })}
                />
              ))}
            </div>
          ))}
        </Section>
      ))}
      <Modal
        fullScreen
        opened={search.open !== undefined && known.has(search.open)}
        onClose={() => onSearch({ open: undefined })}
        title={search.open}
        closeButtonProps={{ 'aria-label': 'Close' }}
        transitionProps={{ duration: 0 }}
      >
        {search.open !== undefined && (
          <MetricCard {...card(search.open)} height={Math.max(320, window.innerHeight - 180)} detail={1000} />
        )}
      </Modal>
    </>
  );
}
