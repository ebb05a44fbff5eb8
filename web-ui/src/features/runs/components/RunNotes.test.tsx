import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Run } from '@/features/runs/api/types';
import { RunNotes } from '@/features/runs/components/RunNotes';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

const run: Run = {
  info: { run_id: 'r1', experiment_id: '1', status: 'FINISHED', lifecycle_stage: 'active' },
  data: { tags: [{ key: 'mlflow.note.content', value: 'It **held**' }] },
};

function listen(route: string): object[] {
  const bodies: object[] = [];
  server.use(
    http.post(`*/api/2.0/mlflow/runs/${route}`, async ({ request }) => {
      bodies.push((await request.json()) as object);
      return HttpResponse.json({});
    }),
  );
  return bodies;
}

it('shows a note as Markdown, and takes an emptied one away', async () => {
  const deleted = listen('delete-tag');
  renderWithProviders(<RunNotes run={run} />);
  expect((await screen.findByText('held')).tagName).toBe('STRONG');
  await userEvent.click(screen.getByRole('button', { name: 'Edit the note' }));
  await userEvent.clear(screen.getByRole('textbox', { name: 'Note' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(deleted).toEqual([{ run_id: 'r1', key: 'mlflow.note.content' }]));
});

it('adds a verdict, and keeps what was typed where the server refuses it', async () => {
  refuse('post', 'api/2.0/mlflow/runs/set-tag', 400, 'INVALID_PARAMETER_VALUE', 'The value is too long');
  renderWithProviders(<RunNotes run={run} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a verdict' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Verdict' }), 'no gain');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('The value is too long')).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Verdict' })).toHaveValue('no gain');
  const set = listen('set-tag');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(set).toEqual([{ run_id: 'r1', key: 'millrace.verdict', value: 'no gain' }]));
});
