import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Run } from '@/features/runs/api/types';
import { RunTags } from '@/features/runs/components/RunTags';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { runInfo } from '@/testing/runInfo';
import { server } from '@/testing/server';

const run: Run = {
  info: runInfo('r1'),
  inputs: {},
  data: {
    tags: [
      { key: 'owner', value: 'ann' },
      { key: 'stale', value: 'yes' },
    ],
  },
};

it('changes the tags of a run at once, and takes it back', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/api/millrace/v1/runs/set-tags', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({});
    }),
  );
  renderWithProviders(<RunTags run={run} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit the tags' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove stale' }));
  await userEvent.type(screen.getByLabelText('owner'), 'e');
  await userEvent.click(screen.getByRole('button', { name: 'Save the tags' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await expect
    .poll(() => sent)
    .toEqual([
      {
        tags: [
          { run_id: 'r1', key: 'stale' },
          { run_id: 'r1', key: 'owner', value: 'anne' },
        ],
      },
      {
        tags: [
          { run_id: 'r1', key: 'stale', value: 'yes' },
          { run_id: 'r1', key: 'owner', value: 'ann' },
        ],
      },
    ]);
});
