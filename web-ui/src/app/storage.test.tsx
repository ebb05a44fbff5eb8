import { createMemoryHistory } from '@tanstack/react-router';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { answer, server } from '@/testing/server';

const usage = {
  files: 120,
  bytes: 4_000_000,
  objects: 90,
  stored_bytes: 3_000_000,
  saved_bytes: 1_000_000,
  unreferenced_objects: 2,
};
const lost = {
  run_id: 'r1',
  run_name: 'lost-run',
  user_id: 'ada',
  experiment_id: '7',
  experiment_name: 'fraud',
  experiment_stage: 'active',
  start_time: 1,
  deleted_time: 2,
};
const removed = {
  runs: 1,
  experiments: 0,
  logged_models: 0,
  metric_points: 300,
  files: 2,
  bytes: 2_000_000,
  kept_files: 1,
  kept_bytes: 5,
  done: true,
};

function renderStorage(runs: unknown[]) {
  answer('get', 'api/millrace/v1/artifacts/usage', usage);
  answer('get', 'api/millrace/v1/trash/runs', { runs });
  answer('post', 'api/2.0/mlflow/experiments/search', {});
  const router = createAppRouter(createMemoryHistory({ initialEntries: ['/storage'] }));
  renderRouter(router, createQueryClient());
}

it('says what the artifacts take and what sharing saves', async () => {
  renderStorage([]);
  expect(await screen.findByText('90 objects', { exact: false })).toBeInTheDocument();
  expect(screen.getByText('(25 %)', { exact: false })).toBeInTheDocument();
  expect(await screen.findByText('Nothing is deleted.', { exact: false })).toBeInTheDocument();
});

it('restores a run', async () => {
  renderStorage([lost]);
  let sent: unknown;
  server.use(
    http.post('*/api/2.0/mlflow/runs/restore', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({});
    }),
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Restore lost-run' }));
  await expect.poll(() => sent).toEqual({ run_id: 'r1' });
});

it('leaves a run of a deleted experiment to that experiment', async () => {
  renderStorage([{ ...lost, experiment_stage: 'deleted' }]);
  expect(await screen.findByText('comes back with its experiment')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Restore lost-run' })).not.toBeInTheDocument();
});

it('says what goes before it deletes for good, and goes on until all is done', async () => {
  renderStorage([lost]);
  const sent: unknown[] = [];
  server.use(
    http.post('*/api/millrace/v1/purge', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...removed, done: sent.length !== 2 });
    }),
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Delete lost-run for good' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete lost-run for good' });
  expect(await within(dialog).findByText(/1 run, 300 metric points, 2 files/)).toBeInTheDocument();
  expect(within(dialog).getByText(/registered model version is loaded from/)).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete for good' }));
  await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
  const forGood = { run_ids: ['r1'], dry_run: false };
  expect(sent).toEqual([{ run_ids: ['r1'], dry_run: true }, forGood, forGood]);
});
