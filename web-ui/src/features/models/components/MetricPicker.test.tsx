import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { MetricPicker } from '@/features/models/components/MetricPicker';
import { renderWithProviders } from '@/testing/renderWithProviders';

it('takes no more metrics than the server tells at once, and says so', async () => {
  const shown = Array.from({ length: 100 }, (_, place) => `m${place}`);
  const keys = ['other', ...shown].map((key) => ({ key, versions: 1 }));
  let next: string[] = [];
  renderWithProviders(
    <MetricPicker keys={keys} complete shown={shown} onShow={(metrics) => (next = metrics)} />,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Metrics' }));
  expect(await screen.findByRole('checkbox', { name: 'other' })).toBeDisabled();
  expect(screen.getByText(/No more than 100 metrics can be columns/)).toBeVisible();
  await userEvent.click(screen.getByRole('checkbox', { name: 'm7' }));
  expect(next).toHaveLength(99);
});
