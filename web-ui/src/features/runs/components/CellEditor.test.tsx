import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { CellEditor } from '@/features/runs/components/CellEditor';
import { renderWithProviders } from '@/testing/renderWithProviders';

/** A cell of a tree, whose value another one changes while it is open. */
function Cell({ saved, role }: { saved: string[]; role: 'grid' | 'treegrid' }) {
  const [value, setValue] = useState('');
  const [open, setOpen] = useState(true);
  return (
    <>
      <button
        type="button"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setValue('theirs')}
      >
        Load
      </button>
      <button type="button">Elsewhere</button>
      <div role={role} aria-label="Runs" tabIndex={0}>
        {open && (
          <CellEditor
            label="Note"
            value={value}
            onSave={(text) => saved.push(text)}
            onClose={() => setOpen(false)}
          />
        )}
      </div>
    </>
  );
}

it('saves nothing where nothing was typed, whatever arrived meanwhile', async () => {
  const saved: string[] = [];
  renderWithProviders(<Cell saved={saved} role="grid" />);
  await userEvent.click(await screen.findByLabelText('Note'));
  await userEvent.click(screen.getByRole('button', { name: 'Load' }));
  await userEvent.click(screen.getByRole('button', { name: 'Elsewhere' }));
  expect(screen.queryByLabelText('Note')).not.toBeInTheDocument();
  expect(saved).toEqual([]);
});

it.each(['grid', 'treegrid'] as const)('gives the focus back to a %s', async (role) => {
  const saved: string[] = [];
  renderWithProviders(<Cell saved={saved} role={role} />);
  await userEvent.type(await screen.findByLabelText('Note'), 'mine{Enter}');
  expect(screen.getByLabelText('Runs')).toHaveFocus();
  expect(saved).toEqual(['mine']);
});
