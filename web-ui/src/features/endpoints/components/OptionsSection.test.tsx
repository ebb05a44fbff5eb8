import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Endpoint } from '@/features/endpoints/api/types';
import { OptionsSection } from '@/features/endpoints/components/OptionsSection';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

const endpoint: Endpoint = { name: 'fraud', model_name: 'fraud', alias: 'champion', created_at: 1 };

it('says what was set in words', async () => {
  renderWithProviders(
    <OptionsSection
      endpoint={{
        ...endpoint,
        options: {
          max_concurrent_requests: 8,
          batching: { max_rows: 64 },
          input: { other_types: 'CONVERT' },
          alert_on_drift: 'STRONG',
          keep_previous: false,
        },
      }}
    />,
  );
  expect(
    await screen.findByText(
      '8 requests at the same time; up to 64 rows scored together; other types are converted; ' +
        'the previous version is freed; webhooks are told of strong drift.',
    ),
  ).toBeVisible();
});

it('takes what MLflow takes by one choice, which shows what it sets', async () => {
  let sent: unknown;
  server.use(
    http.put('*/api/millrace/v1/endpoints/fraud/options', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({});
    }),
  );
  renderWithProviders(<OptionsSection endpoint={endpoint} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Change options' }));
  const dialog = await screen.findByRole('dialog', { name: 'Options' });
  await userEvent.click(within(dialog).getByRole('combobox', { name: 'Tables are held to the columns' }));
  expect(screen.queryByRole('option', { name: 'As chosen below' })).not.toBeInTheDocument();
  await userEvent.click(await screen.findByRole('option', { name: 'As by MLflow, where nothing is lost' }));
  expect(within(dialog).getByRole('combobox', { name: 'Extra columns' })).toHaveValue('Are left out');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save options' }));
  await expect
    .poll(() => sent)
    .toEqual({ input: { extra_columns: 'IGNORE', missing_columns: 'NULL', other_types: 'CONVERT' } });
});

it('changes what is changed, and leaves the key as it is', async () => {
  let sent: unknown;
  server.use(
    http.put('*/api/millrace/v1/endpoints/fraud/options', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({});
    }),
  );
  renderWithProviders(
    <OptionsSection endpoint={{ ...endpoint, options: { requires_key: true, runtime: { workers: 2 } } }} />,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Change options' }));
  const dialog = await screen.findByRole('dialog', { name: 'Options' });
  await userEvent.type(within(dialog).getByLabelText('Wait for others, ms'), '5');
  expect(within(dialog).getByRole('button', { name: 'Save options' })).toBeDisabled();
  await userEvent.type(within(dialog).getByLabelText('Rows scored together'), '64');
  await userEvent.clear(within(dialog).getByLabelText('Workers'));
  await userEvent.click(within(dialog).getByRole('combobox', { name: 'Other types' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Are converted without loss' }));
  await userEvent.click(within(dialog).getByRole('combobox', { name: 'Previous version' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Stays in memory' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save options' }));
  await expect
    .poll(() => sent)
    .toEqual({
      requires_key: true,
      batching: { max_rows: 64, max_delay_millis: 5 },
      input: { other_types: 'CONVERT' },
      keep_previous: true,
    });
});
