import { Menu } from '@mantine/core';
import { FloatingMenu } from '@/features/runs/components/FloatingMenu';
import type { RunInfo } from '@/features/runs/api/types';
import { nameOf } from '@/features/runs/runFacts';
import type { RunsSearch } from '@/features/runs/runsSearch';
import { RUN_COLOURS } from '@/lib/runColour';

interface RowMenuProps {
  run: RunInfo;
  at: DOMRect;
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
  onMove: (verb: 'delete' | 'restore', runIds: string[]) => void;
  onRename: () => void;
  onClose: () => void;
}

/** What can be done with one run. */
export function RowMenu({ run, at, search, onSearch, onMove, onRename, onClose }: RowMenuProps) {
  const { run_id: id } = run;
  const isBaseline = search.base === id;
  const deleted = run.lifecycle_stage === 'deleted';
  return (
    <FloatingMenu at={at} label={`Actions for ${nameOf(run)}`} onClose={onClose}>
      <Menu.Item onClick={() => onSearch({ base: isBaseline ? undefined : id })}>
        {isBaseline ? 'Stop measuring against it' : 'Measure against this run'}
      </Menu.Item>
      <Menu.Item onClick={onRename} disabled={deleted}>
        Rename
      </Menu.Item>
      <Menu.Item onClick={() => onSearch({ out: [...(search.out ?? []), id] })}>
        Hide from the table
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>Colour</Menu.Label>
      <div role="group" aria-label="Colour" style={{ display: 'flex', flexWrap: 'wrap' }}>
        {RUN_COLOURS.map((colour, i) => (
          <Menu.Item
            key={colour}
            w={36}
            px={10}
            aria-label={`Colour ${i + 1}`}
            onClick={() => onSearch({ colour: { ...search.colour, [id]: i } })}
          >
            <span
              style={{ display: 'block', width: 16, height: 16, borderRadius: '50%', background: colour }}
            />
          </Menu.Item>
        ))}
      </div>
      <Menu.Divider />
      <Menu.Item
        c={deleted ? undefined : 'var(--mr-bad)'}
        onClick={() => onMove(deleted ? 'restore' : 'delete', [id])}
      >
        {deleted ? 'Restore' : 'Delete'}
      </Menu.Item>
    </FloatingMenu>
  );
}
