import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import IconColumns3 from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs';
import { useState } from 'react';
import type { VersionMetrics } from '@/features/models/api/versionMetrics';
import classes from '@/features/models/components/MetricPicker.module.css';
import { MOST_METRICS } from '@/features/models/modelSearch';
import { plural } from '@/lib/format';
import { toggled } from '@/lib/lists';

interface MetricPickerProps extends Pick<VersionMetrics, 'keys' | 'complete'> {
  /** Those that are columns. */
  shown: readonly string[];
  onShow: (metrics: string[]) => void;
}

/** More are found by typing. */
const LISTED = 100;

/** Chooses which metrics of the versions are columns. */
export function MetricPicker(props: MetricPickerProps) {
  return (
    <Popover position="bottom-end" width={340} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<IconColumns3 size={14} aria-hidden />}>
          Metrics
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label="Metrics">
        <Picker {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Picker({ keys, complete, shown, onShow }: MetricPickerProps) {
  const [text, setText] = useState('');
  const found = keys.filter(({ key }) => key.toLowerCase().includes(text.trim().toLowerCase()));
  const full = shown.length >= MOST_METRICS;
  const listed = found.slice(0, LISTED);
  return (
    <>
      <TextInput
        size="xs"
        aria-label="Find a metric"
        placeholder="Find a metric"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.list}>
        {listed.map(({ key, versions }) => (
          <div key={key} className={classes.metric}>
            <Checkbox
              size="xs"
              label={
                <span className="truncate" title={key}>
                  {key}
                </span>
              }
              classNames={{ body: classes.body, labelWrapper: classes.label }}
              checked={shown.includes(key)}
              disabled={full && !shown.includes(key)}
              onChange={() => onShow(toggled(shown, key) ?? [])}
            />
            <span className={classes.count}>{plural(versions, 'version')}</span>
          </div>
        ))}
        {listed.length === 0 && <p className="muted">No version has a metric of this name.</p>}
      </div>
      {full && (
        <p className={classes.more}>
          No more than {MOST_METRICS} metrics can be columns: untick others first.
        </p>
      )}
      {(found.length > listed.length || !complete) && (
        <p className={classes.more}>
          {complete
            ? `${plural(found.length - listed.length, 'more metric')}: type a part of the name.`
            : `There are more than ${plural(keys.length, 'metric')}; those of most versions are listed.`}
        </p>
      )}
    </>
  );
}
