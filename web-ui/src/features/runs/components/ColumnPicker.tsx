import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import IconColumns3 from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs';
import { useState } from 'react';
import {
  isShown,
  withShown,
  type ColumnChoice,
  type ColumnKind,
  type RunColumn,
} from '@/features/runs/runColumns';
import classes from '@/features/runs/components/ColumnPicker.module.css';

interface ColumnPickerProps {
  columns: RunColumn[];
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}

const groups: [ColumnKind, string][] = [
  ['attribute', 'Attributes'],
  ['metric', 'Metrics'],
  ['param', 'Parameters'],
  ['tag', 'Tags'],
];

/** Above this many, the list is to be narrowed by typing instead of scrolled. */
const MAX_LISTED = 200;

export function ColumnPicker({ columns, choice, onChange }: ColumnPickerProps) {
  const [search, setSearch] = useState('');
  const found = columns.filter((column) => column.label.toLowerCase().includes(search.toLowerCase()));
  return (
    <Popover position="bottom-end" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label="Columns">
        <TextInput
          size="xs"
          aria-label="Find a column"
          placeholder="Find a column"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <div className={classes.list}>
          {groups.map(([kind, title]) => {
            const members = found.filter((column) => column.kind === kind);
            if (members.length === 0) return null;
            const shown = members.filter((column) => isShown(column, choice)).length;
            return (
              <fieldset key={kind} className={classes.group}>
                <Checkbox
                  size="xs"
                  label={`${title} (${members.length})`}
                  className={classes.groupTitle}
                  checked={shown === members.length}
                  indeterminate={shown > 0 && shown < members.length}
                  onChange={() => onChange(withShown(choice, members, shown < members.length))}
                />
                {members.slice(0, MAX_LISTED).map((column) => (
                  <Checkbox
                    key={column.id}
                    size="xs"
                    label={column.label}
                    className={classes.column}
                    checked={isShown(column, choice)}
                    onChange={(event) => onChange(withShown(choice, [column], event.currentTarget.checked))}
                  />
                ))}
                {members.length > MAX_LISTED && (
                  <p className="muted">{members.length - MAX_LISTED} more: type to find them.</p>
                )}
              </fieldset>
            );
          })}
          {found.length === 0 && <p className="muted">No column of the loaded runs has this name.</p>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
