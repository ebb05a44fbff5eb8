import { Button, SegmentedControl, Select, Slider, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconZoomReset from '@tabler/icons-react/dist/esm/icons/IconZoomReset.mjs';
import { useState } from 'react';
import { toView, type ChartSearch, type XAxis } from '@/features/charts/chartSearch';
import classes from '@/features/charts/components/Charts.module.css';

interface ChartControlsProps {
  /** Metrics that can stand on the horizontal axis. */
  keys: readonly string[];
  search: ChartSearch;
  onSearch: (change: ChartSearch) => void;
}

const axes = [
  { value: 'step', label: 'Step' },
  { value: 'time', label: 'Time' },
  { value: 'relative', label: 'Relative' },
  { value: 'metric', label: 'Metric' },
] as const satisfies { value: XAxis; label: string }[];

/** How all charts of the page are drawn. */
export function ChartControls({ keys, search, onSearch }: ChartControlsProps) {
  const [text, setText] = useState(search.metric ?? '');
  const settle = useDebouncedCallback((metric: string) => onSearch({ metric: metric || undefined }), 250);
  const view = toView(search);
  const onAxis = (x: XAxis) =>
    // A part of one axis is no part of another.
    onSearch({
      x: x === 'step' ? undefined : x,
      xm: x === 'metric' ? (search.xm ?? keys[0]) : undefined,
      from: undefined,
      to: undefined,
    });
  return (
    <div className={classes.controls}>
      <TextInput
        w={220}
        aria-label="Find metrics by a regular expression"
        placeholder="Find metrics, e.g. ^val/"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          settle(event.currentTarget.value.trim());
        }}
      />
      <SegmentedControl
        aria-label="Horizontal axis"
        data={[...axes]}
        value={view.x}
        onChange={(value) => onAxis(value)}
      />
      {view.x === 'metric' && (
        <Select
          w={200}
          aria-label="Metric on the horizontal axis"
          data={[...keys]}
          value={view.xMetric ?? null}
          searchable
          allowDeselect={false}
          onChange={(key) => onSearch({ xm: key ?? undefined, from: undefined, to: undefined })}
        />
      )}
      <Switch
        label="Log scale"
        checked={view.log}
        onChange={(event) => onSearch({ log: event.currentTarget.checked || undefined })}
      />
      <Switch
        label="Min/max band"
        checked={view.band}
        onChange={(event) => onSearch({ band: event.currentTarget.checked || undefined })}
      />
      <div className={classes.smoothing}>
        <span aria-hidden>Smoothing</span>
        <Slider
          w={110}
          min={0}
          max={0.99}
          step={0.01}
          thumbLabel="Smoothing"
          defaultValue={view.smoothing}
          onChangeEnd={(value) => onSearch({ smooth: value || undefined })}
        />
        <span className="tabular muted">{view.smoothing.toFixed(2)}</span>
      </div>
      {view.zoom !== undefined && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconZoomReset size={14} aria-hidden />}
          onClick={() => onSearch({ from: undefined, to: undefined })}
        >
          Show all of the axis
        </Button>
      )}
    </div>
  );
}
