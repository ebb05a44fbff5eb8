import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Endpoint } from '@/features/endpoints/api/types';
import { AccessSection } from '@/features/endpoints/components/AccessSection';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { answer, server } from '@/testing/server';

const endpoint: Endpoint = { name: 'fraud', model_name: 'fraud', alias: 'champion', created_at: 1 };

it('makes a key and shows its secret once', async () => {
  answer('get', 'api/millrace/v1/endpoints/fraud/keys', {});
  let sent: unknown;
  server.use(
    http.post('*/api/millrace/v1/endpoints/fraud/keys', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({
        key: { name: 'shop', prefix: 'mrk_ab', created_at: 1 },
        secret: 'mrk_abcdef',
      });
    }),
  );
  renderWithProviders(<AccessSection endpoint={endpoint} />);
  expect(await screen.findByText(/Everyone who reaches the server/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Make a key' }));
  const dialog = await screen.findByRole('dialog', { name: 'Make a key' });
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'shop');
  await userEvent.type(within(dialog).getByLabelText(/^Requests a second/), '5');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make the key' }));
  const made = await screen.findByRole('dialog', { name: 'The key shop' });
  expect(within(made).getByText('Bearer mrk_abcdef')).toBeVisible();
  expect(sent).toEqual({ name: 'shop', requests_per_second: 5 });
  await userEvent.click(within(made).getByRole('button', { name: 'Done' }));
  expect(screen.queryByText('Bearer mrk_abcdef')).toBeNull();
});

it('asks for keys from now on, and leaves the other options as they are', async () => {
  answer('get', 'api/millrace/v1/endpoints/fraud/keys', {});
  let sent: unknown;
  server.use(
    http.put('*/api/millrace/v1/endpoints/fraud/options', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({});
    }),
  );
  renderWithProviders(<AccessSection endpoint={{ ...endpoint, options: { max_concurrent_requests: 4 } }} />);
  await userEvent.click(await screen.findByRole('switch'));
  await expect.poll(() => sent).toEqual({ max_concurrent_requests: 4, requires_key: true });
});

it('takes a key away once that was confirmed', async () => {
  answer('get', 'api/millrace/v1/endpoints/fraud/keys', {
    keys: [{ name: 'shop', prefix: 'mrk_ab', requests_per_second: 5, created_at: 1 }],
  });
  let ended = 0;
  server.use(
    http.delete('*/api/millrace/v1/endpoints/fraud/keys/shop', () => {
      ended++;
      return HttpResponse.json({});
    }),
  );
  renderWithProviders(<AccessSection endpoint={{ ...endpoint, options: { requires_key: true } }} />);
  expect(await screen.findByText('5/s')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Take key shop away' }));
  expect(ended).toBe(0);
  await userEvent.click(await screen.findByRole('button', { name: 'Take it away' }));
  await expect.poll(() => ended).toBe(1);
});
