import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Endpoint } from '@/features/endpoints/api/types';
import { CanarySection } from '@/features/endpoints/components/CanarySection';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

const endpoint: Endpoint = { name: 'fraud', model_name: 'fraud', alias: 'champion', created_at: 1 };

const running: Endpoint = {
  ...endpoint,
  canary_plan: { steps: [5, 100], bake_seconds: 60, min_requests: 50, max_error_rate: 0.01 },
  canary: {
    canary_id: 1,
    from_version: '1',
    to_version: '2',
    state: 'RUNNING',
    share: 5,
    started_at: 1,
    plan: {},
    steps: [
      {
        share: 5,
        started_at: 1,
        to: { requests: 200, errors: 1, p99_millis: 12.4 },
        from: { requests: 4000, errors: 0, p99_millis: 9.1 },
        score_shift: 0.07,
      },
    ],
  },
};

it('says how far a canary is, and by which plan', async () => {
  renderWithProviders(<CanarySection endpoint={running} />);
  expect(await screen.findByText('v1 → v2, 5 % of the requests')).toBeVisible();
  expect(screen.getByText(/5, 100 % of the requests, each for 60 s/)).toBeVisible();
  expect(screen.getByText('200 / 4,000')).toBeVisible();
  expect(screen.getByText('0.50 % / 0.00 %')).toBeVisible();
  expect(screen.getByText('12 ms / 9.1 ms')).toBeVisible();
  expect(screen.getByText('0.07')).toBeVisible();
});

it('rolls back by hand, and offers it only while a canary runs', async () => {
  let told: unknown;
  server.use(
    http.post('*/api/millrace/v1/endpoints/fraud/canary/rollback', async ({ request }) => {
      told = await request.json();
      return HttpResponse.json({ endpoint });
    }),
  );
  const { unmount } = renderWithProviders(<CanarySection endpoint={running} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Roll back' }));
  await expect.poll(() => told).toEqual({ reason: 'asked for on the page' });
  unmount();
  renderWithProviders(<CanarySection endpoint={endpoint} />);
  expect(await screen.findByRole('button', { name: 'Make a plan' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Roll back' })).not.toBeInTheDocument();
});
