import { createMemoryHistory } from '@tanstack/react-router';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { answer, server } from '@/testing/server';

const report = {
  counted_at: 1,
  total: {
    files: 120,
    bytes: 4_000_000,
    objects: 90,
    stored_bytes: 3_000_000,
    saved_bytes: 1_000_000,
    unreferenced_objects: 2,
  },
  waiting: { objects: 2, bytes: 500, since: 1 },
  experiments: [
    { experiment_id: '7', name: 'fraud', lifecycle_stage: 'active', files: 100, bytes: 3_500_000 },
  ],
};
const lost = {
  run_id: 'r1',
  run_name: 'lost-run',
  experiment_id: '7',
  experiment_name: 'fraud',
  deleted_at: 2,
};
const old = { experiment_id: '8', experiment_name: 'old-ideas', deleted_at: 1, runs: 12 };
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

function renderStorage(runs: unknown[], experiments: unknown[] = []) {
  answer('get', 'api/millrace/v1/admin/storage', report);
  server.use(
    http.get('*/api/millrace/v1/admin/trash', ({ request }) =>
      HttpResponse.json({
        experiments: experiments.length,
        runs: runs.length,
        items: new URL(request.url).searchParams.get('kind') === 'runs' ? runs : experiments,
      }),
    ),
  );
  const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: ['/storage'] }));
  renderRouter(router, router.options.context.queries);
}

it('says what the artifacts take, what sharing saves and whose they are', async () => {
  renderStorage([]);
  expect(await screen.findByText('90 objects', { exact: false })).toBeInTheDocument();
  expect(screen.getByText('(25 %)', { exact: false })).toBeInTheDocument();
  expect(screen.getByRole('table', { name: 'Largest experiments' })).toHaveTextContent(/fraud.*100.*3\.5/);
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

it('restores an experiment with its runs', async () => {
  renderStorage([], [old]);
  let sent: unknown;
  server.use(
    http.post('*/api/2.0/mlflow/experiments/restore', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({});
    }),
  );
  expect(await screen.findByRole('table', { name: 'Deleted experiments' })).toHaveTextContent('12');
  await userEvent.click(screen.getByRole('button', { name: 'Restore old-ideas' }));
  await expect.poll(() => sent).toEqual({ experiment_id: '8' });
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

it('shows what is left of the trash where deleting for good broke off', async () => {
  const deleted = [lost, { ...lost, run_id: 'r2', run_name: 'other-run' }];
  renderStorage(deleted);
  let requests = 0;
  server.use(
    http.post('*/api/millrace/v1/purge', async ({ request }) => {
      const { dry_run } = (await request.json()) as { dry_run: boolean };
      if (dry_run) return HttpResponse.json(removed);
      requests++;
      if (requests === 1) {
        deleted.shift();
        return HttpResponse.json({ ...removed, done: false });
      }
      return HttpResponse.json({ error_code: 'INTERNAL_ERROR', message: 'No room' }, { status: 500 });
    }),
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Delete what is older than 30 days…' }));
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText(/This removes/);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete for good' }));
  expect(await within(dialog).findByText('No room')).toBeVisible();
  const table = screen.getByRole('table', { name: 'Deleted runs', hidden: true });
  expect(table).not.toHaveTextContent('lost-run');
  expect(table).toHaveTextContent('other-run');
});
