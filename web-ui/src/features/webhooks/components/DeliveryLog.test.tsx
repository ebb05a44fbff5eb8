import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import type { Delivery, Webhook } from '@/features/webhooks/api/types';
import { DeliveryLog } from '@/features/webhooks/components/DeliveryLog';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

const path = '*/api/millrace/v1/webhooks/w/deliveries';

const webhook: Webhook = {
  webhook_id: 'w',
  name: 'ci',
  url: 'https://ci.example.com/hook',
  events: ['run.finished'],
  status: 'ACTIVE',
  format: 'mlflow',
  signed: false,
  creation_timestamp: 1,
  last_updated_timestamp: 1,
};

function delivery(id: string, part: Partial<Delivery>): Delivery {
  return {
    delivery_id: id,
    event_id: 'e',
    event: 'run.finished',
    status: 'FAILED',
    attempts: 1,
    http_status: 404,
    error: 'The receiver answered 404.',
    created_at: Date.now(),
    ...part,
  };
}

it('lists deliveries page by page, and sends one again', async () => {
  const log = [delivery('bbbbbbbb-2', {}), delivery('aaaaaaaa-1', { status: 'DELIVERED' })];
  server.use(
    http.get(path, ({ request }) => {
      const from = Number(new URL(request.url).searchParams.get('page_token') ?? 0);
      const next = from + 1 < log.length ? { next_page_token: String(from + 1) } : {};
      return HttpResponse.json({ deliveries: log.slice(from, from + 1), ...next });
    }),
    http.post(`${path}/bbbbbbbb-2/redeliver`, () => {
      const added = delivery('cccccccc-3', {
        status: 'PENDING',
        redelivery_of: 'bbbbbbbb-2',
        attempts: 0,
        error: undefined,
      });
      log.unshift(added);
      return HttpResponse.json({ delivery: added });
    }),
  );
  renderWithProviders(<DeliveryLog webhook={webhook} onStatus={vi.fn()} />);
  const table = await screen.findByRole('table', { name: 'Deliveries' });
  expect(within(table).getByText('The receiver answered 404.')).toBeInTheDocument();
  expect(within(table).queryByText('Delivered')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
  expect(await within(table).findByText('Delivered')).toBeInTheDocument();

  await userEvent.click(
    within(table).getByRole('button', { name: 'Send run.finished again, delivery bbbbbbbb' }),
  );
  expect(await screen.findByText('The same event goes out as delivery cccccccc.')).toBeInTheDocument();
  expect(await within(table).findByText('Waiting')).toBeInTheDocument();
  expect(within(table).getByText('repeats bbbbbbbb')).toBeInTheDocument();
  expect(within(table).queryByRole('button', { name: /cccccccc/ })).not.toBeInTheDocument();
});

it('asks for one status only, and says why nothing is sent again', async () => {
  server.use(
    http.get(path, ({ request }) =>
      HttpResponse.json(
        new URL(request.url).searchParams.get('status') === 'FAILED'
          ? { deliveries: [delivery('bbbbbbbb-2', {})] }
          : {},
      ),
    ),
  );
  refuse('post', 'deliveries/bbbbbbbb-2/redeliver', 404, 'RESOURCE_DOES_NOT_EXIST', 'It was forgotten.');
  const onStatus = vi.fn();
  renderWithProviders(<DeliveryLog webhook={webhook} status="FAILED" onStatus={onStatus} />);
  await userEvent.click(await screen.findByRole('button', { name: /^Send run.finished again/ }));
  expect(await screen.findByText('It was forgotten.')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'Delivered' }));
  expect(onStatus).toHaveBeenCalledWith('DELIVERED');
});

it('sends nothing again while the webhook is paused', async () => {
  server.use(http.get(path, () => HttpResponse.json({ deliveries: [delivery('bbbbbbbb-2', {})] })));
  renderWithProviders(<DeliveryLog webhook={{ ...webhook, status: 'DISABLED' }} onStatus={vi.fn()} />);
  expect(await screen.findByText('The receiver answered 404.')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /again/ })).not.toBeInTheDocument();
});
