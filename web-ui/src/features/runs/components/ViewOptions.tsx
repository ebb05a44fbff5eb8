import { Button, Menu } from '@mantine/core';
import IconLayoutRows from '@tabler/icons-react/dist/esm/icons/IconLayoutRows.mjs';
import { columnOfId, type RunColumn } from '@/features/runs/runColumns';
import type { RunsSearch, StageView } from '@/features/runs/runsSearch';
import { toggled } from '@/lib/lists';

interface ViewOptionsProps {
  columns: readonly RunColumn[];
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
}

const stages: [StageView | undefined, string][] = [
  [undefined, 'Active runs'],
  ['deleted', 'Deleted runs'],
  ['all', 'Active and deleted runs'],
];

/** By how many values a parameter may divide the runs to be offered. */
const MOST_GROUPS = 100;
const MOST_OFFERED = 12;

/** How the lines are made: by group, as a tree, of which runs. */
export function ViewOptions({ columns, search, onSearch }: ViewOptionsProps) {
  const group = search.group ?? [];
  const offered = [
    columnOfId('attributes.status'),
    columnOfId('attributes.user_id'),
    ...columns.filter(
      ({ kind, stats }) =>
        (kind === 'param' || kind === 'tag') &&
        stats !== undefined &&
        stats.distinct > 1 &&
        stats.distinct <= MOST_GROUPS,
    ),
  ]
    .filter((column) => column !== undefined)
    .slice(0, MOST_OFFERED);
  const toggle = (id: string) => onSearch({ group: toggled(search.group, id), tree: undefined });
  const names = group.map((id) => columnOfId(id)?.label ?? id).join(', ');
  return (
    <Menu position="bottom-end" width={250} shadow="md" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconLayoutRows size={16} aria-hidden />}>
          {group.length > 0
            ? `Grouped by ${names.length > 24 ? `${group.length} keys` : names}`
            : search.tree
              ? 'Tree'
              : 'Rows'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          rightSection={search.tree ? '✓' : undefined}
          onClick={() => onSearch({ tree: search.tree ? undefined : true, group: undefined })}
        >
          Children below their parents
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Group by</Menu.Label>
        {offered.map((column) => (
          <Menu.Item
            key={column.id}
            onClick={() => toggle(column.id)}
            rightSection={group.includes(column.id) ? '✓' : undefined}
          >
            {column.label} <span className="muted">{column.kind === 'attribute' ? '' : column.kind}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Show</Menu.Label>
        {stages.map(([stage, label]) => (
          <Menu.Item
            key={label}
            onClick={() => onSearch({ stage })}
            rightSection={search.stage === stage ? '✓' : undefined}
          >
            {label}
          </Menu.Item>
        ))}
        {search.out !== undefined && (
          <Menu.Item onClick={() => onSearch({ out: undefined })}>
            Show the {search.out.length} hidden again
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
