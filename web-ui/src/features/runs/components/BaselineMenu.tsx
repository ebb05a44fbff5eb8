import { Button, Menu } from '@mantine/core';
import IconTargetArrow from '@tabler/icons-react/dist/esm/icons/IconTargetArrow.mjs';
import { useState } from 'react';
import { useChampions } from '@/features/runs/api/findChampions';
import { championOf } from '@/features/runs/hooks/useBaseline';
import type { RunsSearch } from '@/features/runs/runsSearch';

interface BaselineMenuProps {
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
  /** The run measured against; null where the model has no champion. */
  baselineId: string | null | undefined;
  selected: ReadonlySet<string>;
}

/** Chooses what every metric is measured against: a run, or the champion of a model. */
export function BaselineMenu({ search, onSearch, baselineId, selected }: BaselineMenuProps) {
  const [opened, setOpened] = useState(false);
  const champions = useChampions(opened);
  const model = championOf(search.base);
  const [only] = selected.size === 1 ? selected : [];
  const label =
    search.base === undefined
      ? 'Baseline'
      : model === undefined
        ? `Baseline ${search.base.slice(0, 8)}`
        : baselineId === null
          ? `No champion of ${model}`
          : `Champion of ${model}`;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <Button
          variant={search.base === undefined ? 'default' : 'light'}
          leftSection={<IconTargetArrow size={16} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {only !== undefined && (
          <Menu.Item onClick={() => onSearch({ base: only })}>The selected run</Menu.Item>
        )}
        <Menu.Label>
          {only === undefined ? 'Select one run, or take the champion of' : 'Or the champion of'}
        </Menu.Label>
        {champions.data?.map((name) => (
          <Menu.Item
            key={name}
            onClick={() => onSearch({ base: `champion:${name}` })}
            rightSection={model === name ? '✓' : undefined}
          >
            {name}
          </Menu.Item>
        ))}
        {champions.data?.length === 0 && <Menu.Item disabled>No model has a champion yet</Menu.Item>}
        {champions.isError && <Menu.Item disabled>The models could not be loaded</Menu.Item>}
        {search.base !== undefined && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onSearch({ base: undefined })}>No baseline</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
