import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { useDeleteWebhook } from '@/features/webhooks/api/deleteWebhook';
import { useWebhook } from '@/features/webhooks/api/getWebhook';
import type { Webhook, WebhookStatus } from '@/features/webhooks/api/types';
import { WebhookActions } from '@/features/webhooks/components/WebhookActions';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

const path = '*/api/millrace/v1/webhooks/w';

/** A server with one webhook, which it keeps as it is told. */
function serve(status: WebhookStatus) {
  const webhook: Webhook = {
    webhook_id: 'w',
    name: 'ci',
    url: 'https://ci.example.com/hook',
    events: ['run.failed'],
    status,
    format: 'mlflow',
    signed: false,
    creation_timestamp: 1,
    last_updated_timestamp: 1,
  };
  server.use(
    http.get(path, () => HttpResponse.json({ webhook })),
    http.patch(path, async ({ request }) => {
      Object.assign(webhook, await request.json());
      return HttpResponse.json({ webhook });
    }),
  );
}

function Actions({ onDeleted }: { onDeleted: () => void }) {
  const { data: webhook } = useWebhook('w');
  const removal = useDeleteWebhook();
  return (
    webhook !== undefined && <WebhookActions webhook={webhook} removal={removal} onDeleted={onDeleted} />
  );
}

it('pauses after asking, and resumes', async () => {
  serve('ACTIVE');
  renderWithProviders(<Actions onDeleted={vi.fn()} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Pause…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Pause ci?' });
  await userEvent.click(within(dialog).getByRole('button', { name: 'Pause' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Resume' }));
  expect(await screen.findByRole('button', { name: 'Pause…' })).toBeInTheDocument();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

it('deletes after asking by name, and says why it could not', async () => {
  serve('ACTIVE');
  let refused = false;
  server.use(
    http.delete(path, () => {
      if (refused) return HttpResponse.json({});
      refused = true;
      return HttpResponse.json({ error_code: 'PERMISSION_DENIED', message: 'Not for you' }, { status: 403 });
    }),
  );
  const onDeleted = vi.fn();
  renderWithProviders(<Actions onDeleted={onDeleted} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete ci?' });
  expect(dialog).toHaveTextContent('https://ci.example.com/hook');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete ci' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Not for you');
  expect(onDeleted).not.toHaveBeenCalled();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete ci' }));
  await vi.waitFor(() => expect(onDeleted).toHaveBeenCalled());
});
