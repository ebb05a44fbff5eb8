import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { TrafficTable } from '@/features/endpoints/components/TrafficTable';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { answer } from '@/testing/server';

const TRAFFIC = 'api/millrace/v1/endpoints/e/traffic';

it('says how fast versions answer, and how often with an error', async () => {
  answer('get', TRAFFIC, {
    versions: [
      { version: '3', requests: 12_000, errors: 60, p50_millis: 0.42, p95_millis: 3.2, p99_millis: 41 },
    ],
  });
  renderWithProviders(<TrafficTable endpointName="e" />);
  const row = await screen.findByRole('row', { name: /v3/ });
  expect(row).toHaveTextContent('v3' + '12,000' + '0.50 %' + '0.42 ms' + '3.2 ms' + '41 ms');
});

it('says that nobody asked', async () => {
  answer('get', TRAFFIC, {});
  renderWithProviders(<TrafficTable endpointName="e" />);
  expect(await screen.findByText(/Nobody asked it yet/)).toBeVisible();
});
