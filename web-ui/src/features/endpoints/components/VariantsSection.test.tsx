import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Endpoint } from '@/features/endpoints/api/types';
import { VariantsSection } from '@/features/endpoints/components/VariantsSection';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { answer, server } from '@/testing/server';

const endpoint: Endpoint = {
  name: 'fraud',
  model_name: 'fraud',
  alias: 'champion',
  created_at: 1,
  variants: [
    { name: 'b', stage: 'Staging', weight: 20, live_version: '2', live_state: 'READY' },
    { name: 'next', version: '3', weight: 0, shadow: { sample: 10 } },
  ],
};

it('shows who answers how much, and where a shadow differs', async () => {
  answer('get', 'api/millrace/v1/endpoints/fraud/variants/next/shadow', {
    same: 1200,
    different: 1,
    failed: 0,
    dropped: 0,
    differences: [{ at: 1, version: '1', shadow_version: '3', difference: 'predictions[0] should be 1' }],
  });
  renderWithProviders(<VariantsSection endpoint={endpoint} />);
  const shares = await screen.findByRole('list', { name: 'Shares of the requests' });
  expect(within(shares).getByText('primary 80 %')).toBeVisible();
  expect(within(shares).getByText('b 20 %')).toBeVisible();
  expect(screen.getByText('fraud/Staging')).toBeVisible();
  expect(screen.getByText('mirrored, 10 %')).toBeVisible();
  expect(await screen.findByText(/1,200 answers the same, 1 different/)).toBeVisible();
  expect(screen.getByText('predictions[0] should be 1')).toBeVisible();
});

it('adds a variant, and says why it was not', async () => {
  let sent: unknown;
  server.use(
    http.put('*/api/millrace/v1/endpoints/fraud/variants/c', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(
        { error_code: 'INVALID_PARAMETER_VALUE', message: 'Too much.' },
        { status: 400 },
      );
    }),
  );
  renderWithProviders(<VariantsSection endpoint={{ ...endpoint, variants: [] }} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a variant' }));
  const dialog = await screen.findByRole('dialog', { name: 'Add a variant' });
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'c');
  await userEvent.type(within(dialog).getByLabelText(/^Version/), '4');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add' }));
  expect(await within(dialog).findByText('Too much.')).toBeVisible();
  expect(sent).toEqual({ version: '4', weight: 10 });
});
