import { createMemoryHistory } from '@tanstack/react-router';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { answer, server } from '@/testing/server';

function renderApp(address: string) {
  const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [address] }));
  renderRouter(router, router.options.context.queries);
}

const schedule = {
  name: 'nightly',
  model_name: 'fraud',
  alias: 'champion',
  input: 'runs:/a1/rows.csv',
  output: 'runs:/a1/scored-{date}.csv',
  cron: '0 2 * * *',
  time_zone: 'Europe/Berlin',
  paused: false,
  created_at: 1,
  next_at: Date.now() + 3_600_000,
};
const job = {
  job_id: '7',
  schedule: 'nightly',
  scheduled_at: 1,
  trigger: 'SCHEDULE',
  state: 'FAILED',
  attempt: 1,
  created_at: 1,
  version: '3',
  input: 'runs:/a1/rows.csv',
  output: 'runs:/a1/scored-2026-11-29.csv',
  rows: 12_000,
  rejected: 3,
  reason: 'Line 17 has no amount.',
};

it('makes a schedule that follows an alias', async () => {
  answer('get', 'api/millrace/v1/schedules', {});
  let sent: unknown;
  server.use(
    http.post('*/api/millrace/v1/schedules', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ schedule });
    }),
  );
  renderApp('/schedules');
  await userEvent.click(await screen.findByRole('button', { name: 'New schedule' }));
  const form = await screen.findByRole('dialog', { name: 'New schedule' });
  await userEvent.type(within(form).getByLabelText(/^Name/), 'nightly');
  await userEvent.type(within(form).getByLabelText(/^Model/), 'fraud');
  await userEvent.type(within(form).getByLabelText(/^Rows/), schedule.input);
  await userEvent.type(within(form).getByLabelText(/^Output/), 'runs:/a1/out.csv');
  await userEvent.click(within(form).getByRole('button', { name: 'Make the schedule' }));
  await expect
    .poll(() => sent)
    .toEqual({
      name: 'nightly',
      model_name: 'fraud',
      alias: 'champion',
      input: schedule.input,
      output: 'runs:/a1/out.csv',
      cron: '0 2 * * *',
    });
});

it('shows what became of its jobs, and pauses it', async () => {
  answer('get', 'api/millrace/v1/schedules/nightly', { schedule });
  answer('get', 'api/millrace/v1/schedules/nightly/jobs', { jobs: [job] });
  let sent: unknown;
  server.use(
    http.patch('*/api/millrace/v1/schedules/nightly', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ schedule: { ...schedule, paused: true } });
    }),
  );
  renderApp('/schedules/nightly');
  const jobs = await screen.findByRole('table', { name: 'Jobs' });
  expect(within(jobs).getByText('Failed')).toBeVisible();
  expect(within(jobs).getByText('12,000')).toBeVisible();
  expect(within(jobs).getByText('Line 17 has no amount.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  await expect.poll(() => sent).toEqual({ paused: true });
});

it('is deleted without being asked for again', async () => {
  let deleted = false;
  let late = 0;
  server.use(
    http.get('*/api/millrace/v1/schedules/nightly', () => {
      if (!deleted) return HttpResponse.json({ schedule });
      late++;
      return HttpResponse.json({ error_code: 'RESOURCE_DOES_NOT_EXIST' }, { status: 404 });
    }),
    http.get('*/api/millrace/v1/schedules/nightly/jobs', () => HttpResponse.json({})),
    http.get('*/api/millrace/v1/schedules', () => HttpResponse.json({})),
    http.delete('*/api/millrace/v1/schedules/nightly', () => {
      deleted = true;
      return HttpResponse.json({});
    }),
  );
  renderApp('/schedules/nightly');
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete it' }));
  expect(await screen.findByRole('button', { name: 'New schedule' })).toBeVisible();
  expect(late).toBe(0);
});
