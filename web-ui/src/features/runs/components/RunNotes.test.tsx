import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Run } from '@/features/runs/api/types';
import { RunNotes } from '@/features/runs/components/RunNotes';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { runInfo } from '@/testing/runInfo';
import { refuse, server } from '@/testing/server';

const run: Run = {
  info: runInfo('r1'),
  inputs: {},
  data: { tags: [{ key: 'mlflow.note.content', value: 'It **held**' }] },
};

/** What is sent to change tags. */
function listen(): object[] {
  const bodies: object[] = [];
  server.use(
    http.post('*/api/millrace/v1/runs/set-tags', async ({ request }) => {
      bodies.push((await request.json()) as object);
      return HttpResponse.json({});
    }),
  );
  return bodies;
}

it('shows a note as Markdown, and takes an emptied one away', async () => {
  const sent = listen();
  renderWithProviders(<RunNotes run={run} />);
  expect((await screen.findByText('held')).tagName).toBe('STRONG');
  await userEvent.click(screen.getByRole('button', { name: 'Edit the note' }));
  await userEvent.clear(screen.getByRole('textbox', { name: 'Note' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent).toEqual([{ tags: [{ run_id: 'r1', key: 'mlflow.note.content' }] }]));
});

it('adds a verdict, and keeps what was typed where the server refuses it', async () => {
  refuse('post', 'api/millrace/v1/runs/set-tags', 400, 'INVALID_PARAMETER_VALUE', 'The value is too long');
  renderWithProviders(<RunNotes run={run} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a verdict' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Verdict' }), 'no gain');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('The value is too long')).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Verdict' })).toHaveValue('no gain');
  const sent = listen();
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(sent).toEqual([{ tags: [{ run_id: 'r1', key: 'millrace.verdict', value: 'no gain' }] }]),
  );
});
