import { Menu } from '@mantine/core';
import { FloatingMenu } from '@/features/runs/components/FloatingMenu';
import { columnOfId, isShown, withMoved, withShown, type RunColumn } from '@/features/runs/runColumns';
import { sortStateOf } from '@/features/runs/sorting';
import { DEFAULT_SORT, type RunsSearch } from '@/features/runs/runsSearch';
import { betterOf, type Better } from '@/lib/baseline';
import { toggled, without } from '@/lib/lists';

interface ColumnMenuProps {
  column: RunColumn;
  at: DOMRect;
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
  scrolled: readonly RunColumn[];
  onSort: (id: string, add: boolean) => void;
  onClose: () => void;
}

const GROUPING_ATTRIBUTES = ['status', 'user_id'];

const ways: [Better, string][] = [
  ['up', 'Higher is better'],
  ['down', 'Lower is better'],
  ['none', 'Neither'],
];

/** What can be done with one column. */
export function ColumnMenu({ column, at, search, onSearch, scrolled, onSort, onClose }: ColumnMenuProps) {
  const { id } = column;
  const pinned = search.pin?.includes(id) ?? false;
  const grouped = search.group?.includes(id) ?? false;
  const place = scrolled.findIndex((other) => other.id === id);
  const sort = search.sort ?? DEFAULT_SORT;
  const groupable =
    column.kind === 'param' ||
    column.kind === 'tag' ||
    (column.kind === 'attribute' && GROUPING_ATTRIBUTES.includes(column.key));
  const better = betterOf(column.key, search.better);
  const extreme = (aggregate: 'min' | 'max') => columnOfId(`${aggregate}.metrics.${column.key}`);
  const move = (before: string | undefined) =>
    onSearch({ order: withMoved(scrolled, id, before, search.order?.length ?? 0) });
  return (
    <FloatingMenu at={at} label={`Column ${column.label}`} onClose={onClose}>
      {column.sortable && (
        <>
          <Menu.Item onClick={() => onSearch({ sort: [`-${id}`] })}>Sort, largest first</Menu.Item>
          <Menu.Item onClick={() => onSearch({ sort: [id] })}>Sort, smallest first</Menu.Item>
          {sortStateOf(sort, id) === undefined && (
            <Menu.Item onClick={() => onSort(id, true)}>Sort by it next</Menu.Item>
          )}
          <Menu.Divider />
        </>
      )}
      <Menu.Item onClick={() => onSearch({ pin: toggled(search.pin, id) })}>
        {pinned ? 'Unpin' : 'Pin to the left'}
      </Menu.Item>
      {place > 0 && <Menu.Item onClick={() => move(scrolled[place - 1]?.id)}>Move left</Menu.Item>}
      {place >= 0 && place < scrolled.length - 1 && (
        <Menu.Item onClick={() => move(scrolled[place + 2]?.id)}>Move right</Menu.Item>
      )}
      <Menu.Item
        onClick={() =>
          onSearch({
            ...withShown(search, [column], false),
            pin: without(search.pin, id),
          })
        }
      >
        Hide
      </Menu.Item>
      {column.kind === 'metric' && column.aggregate === undefined && (
        <>
          <Menu.Divider />
          {(['min', 'max'] as const).flatMap((aggregate) => {
            const added = extreme(aggregate);
            if (added === undefined) return [];
            const shown = isShown(added, search);
            return [
              <Menu.Item
                key={aggregate}
                onClick={() =>
                  onSearch({
                    ...withShown(search, [added], !shown),
                    order: shown
                      ? search.order
                      : withBeside(scrolled, column, added, search.order?.length ?? 0),
                  })
                }
              >
                {shown ? 'Hide' : 'Show'} its {aggregate}
              </Menu.Item>,
            ];
          })}
          <Menu.Divider />
          {ways.map(([way, label]) => (
            <Menu.Item
              key={way}
              aria-current={better === way || undefined}
              rightSection={better === way ? '✓' : undefined}
              onClick={() => onSearch({ better: { ...search.better, [column.key]: way } })}
            >
              {label}
            </Menu.Item>
          ))}
        </>
      )}
      {groupable && (
        <>
          <Menu.Divider />
          <Menu.Item onClick={() => onSearch({ group: toggled(search.group, id), tree: undefined })}>
            {grouped ? 'Stop grouping by it' : 'Group by it'}
          </Menu.Item>
        </>
      )}
    </FloatingMenu>
  );
}

/** The order that puts a column behind another one. */
function withBeside(scrolled: readonly RunColumn[], column: RunColumn, added: RunColumn, ordered: number) {
  const place = scrolled.findIndex(({ id }) => id === column.id);
  return withMoved([...scrolled, added], added.id, scrolled[place + 1]?.id, ordered);
}
