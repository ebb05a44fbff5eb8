import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import IconColumns3 from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import classes from '@/features/runs/components/ColumnPicker.module.css';
import { isShown, withShown, type ColumnKind, type RunColumn } from '@/features/runs/runColumns';
import type { RunsSearch } from '@/features/runs/runsSearch';
import { formatMetric, plural, type WireDouble } from '@/lib/format';

interface ColumnPickerProps {
  columns: readonly RunColumn[];
  /** Whether more columns are on their way. */
  loading: boolean;
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
}

const groups: [ColumnKind, string][] = [
  ['attribute', 'Attributes'],
  ['dataset', 'Datasets'],
  ['metric', 'Metrics'],
  ['param', 'Parameters'],
  ['tag', 'Tags'],
];

/** Chooses among all columns that the runs of the experiment have, loaded or not. */
export function ColumnPicker(props: ColumnPickerProps) {
  return (
    <Popover position="bottom-end" width={400} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label="Columns">
        <Picker {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

type Item = { kind: 'group'; title: string; members: RunColumn[] } | { kind: 'column'; column: RunColumn };

function Picker({ columns, loading, search, onSearch }: ColumnPickerProps) {
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const scroll = useRef<HTMLDivElement>(null);
  const items = useMemo(() => {
    const found = columns.filter((column) => column.label.toLowerCase().includes(wanted));
    return groups.flatMap(([kind, title]): Item[] => {
      const members = found.filter((column) => column.kind === kind);
      if (members.length === 0) return [];
      return [
        { kind: 'group', title, members },
        ...members.map((column): Item => ({ kind: 'column', column })),
      ];
    });
  }, [columns, wanted]);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 28,
    overscan: 5,
  });
  return (
    <>
      <TextInput
        size="xs"
        aria-label="Find a column"
        placeholder="Find a column"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Checkbox
        size="xs"
        mt="xs"
        label="Only columns in which the runs differ"
        checked={search.diff === true}
        onChange={(event) => onSearch({ diff: event.currentTarget.checked || undefined })}
      />
      <div ref={scroll} className={classes.list}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = items[index];
            return (
              item !== undefined && (
                <div key={index} className={classes.item} style={{ transform: `translateY(${start}px)` }}>
                  {item.kind === 'group' ? (
                    <GroupItem {...item} search={search} onSearch={onSearch} />
                  ) : (
                    <ColumnItem column={item.column} search={search} onSearch={onSearch} />
                  )}
                </div>
              )
            );
          })}
        </div>
        {items.length === 0 && (
          <p className="muted">
            {loading ? 'Looking for columns…' : 'No run of this experiment has a column of this name.'}
          </p>
        )}
      </div>
    </>
  );
}

type Choice = Pick<ColumnPickerProps, 'search' | 'onSearch'>;

function GroupItem({ title, members, search, onSearch }: Choice & { title: string; members: RunColumn[] }) {
  const shown = members.filter((column) => isShown(column, search)).length;
  return (
    <Checkbox
      size="xs"
      label={`${title} (${shown} of ${members.length} shown)`}
      className={classes.groupTitle}
      checked={shown === members.length}
      indeterminate={shown > 0 && shown < members.length}
      onChange={() => onSearch(withShown(search, members, shown < members.length))}
    />
  );
}

function ColumnItem({ column, search, onSearch }: Choice & { column: RunColumn }) {
  const { stats, label } = column;
  return (
    <div className={classes.column}>
      <Checkbox
        size="xs"
        label={
          <span className="truncate" title={label}>
            {label}
          </span>
        }
        classNames={{ body: classes.columnBody, labelWrapper: classes.columnLabel }}
        checked={isShown(column, search)}
        onChange={(event) => onSearch(withShown(search, [column], event.currentTarget.checked))}
      />
      {stats !== undefined && (
        <span
          className={classes.stats}
          title={`${plural(stats.count, 'run')}, ${plural(stats.distinct, 'value')}`}
        >
          {range(column)} {stats.count.toLocaleString('en-US')}
        </span>
      )}
    </div>
  );
}

function range({ stats, aggregate }: RunColumn): string {
  if (stats === undefined || aggregate !== undefined || stats.type !== 'number' || stats.min === undefined)
    return '';
  const [min, max] = [stats.min as WireDouble, stats.max as WireDouble].map(formatMetric);
  return min === max ? `${min} ·` : `${min} – ${max} ·`;
}
