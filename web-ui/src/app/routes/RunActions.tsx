import { ActionIcon, Menu } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { useState } from 'react';
import { TextDialog } from '@/components/TextDialog';
import type { Run } from '@/features/runs/api/types';
import { useRunEdits } from '@/features/runs/hooks/useRunEdits';
import { runName } from '@/features/runs/runFacts';

/** What can be done with a run as a whole, each told with a way back. */
export function RunActions({ run }: { run: Run }) {
  const { run_id: runId, lifecycle_stage: stage } = run.info;
  const name = runName(run);
  const { move, rename } = useRunEdits();
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More of this run" title="Rename, delete">
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setRenaming(true)}>Rename…</Menu.Item>
          {stage === 'deleted' ? (
            <Menu.Item onClick={() => void move('restore', [runId])}>Restore</Menu.Item>
          ) : (
            <Menu.Item onClick={() => void move('delete', [runId])}>Delete</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <TextDialog
          title={`Rename ${name}`}
          label="Name"
          text={name}
          verb="Rename"
          pending={false}
          error={null}
          onSave={(to) => {
            setRenaming(false);
            void rename(runId, name, to);
          }}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}
