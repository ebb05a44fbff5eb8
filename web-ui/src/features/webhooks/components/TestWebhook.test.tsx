import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { TestResult, Webhook } from '@/features/webhooks/api/types';
import { TestWebhook } from '@/features/webhooks/components/TestWebhook';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

const webhook: Webhook = {
  webhook_id: 'w',
  name: 'ci',
  url: 'https://ci.example.com/hook',
  events: ['run.failed', 'run.finished'],
  status: 'ACTIVE',
  format: 'mlflow',
  signed: false,
  creation_timestamp: 1,
  last_updated_timestamp: 1,
};

it('sends the event that is chosen, and shows the beginning of a long answer', async () => {
  let sent: unknown;
  const result: TestResult = {
    success: false,
    response_status: 500,
    response_body: `oops ${'x'.repeat(9000)}`,
  };
  server.use(
    http.post('*/api/millrace/v1/webhooks/w/test', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ result });
    }),
  );
  renderWithProviders(<TestWebhook webhook={webhook} />);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Event' }));
  await userEvent.click(screen.getByRole('option', { name: 'run.finished' }));
  await userEvent.click(screen.getByRole('button', { name: 'Send test' }));
  expect(await screen.findByText(/The receiver answered 500 to run.finished/)).toBeInTheDocument();
  expect(screen.getByText('Not taken')).toBeInTheDocument();
  expect(screen.getByRole('figure', { name: 'The beginning of its answer' })).toHaveTextContent(
    /oops x{1995}$/,
  );
  expect(sent).toEqual({ event: 'run.finished' });
});

it('tells no answer of the receiver from no test by the server', async () => {
  server.use(
    http.post('*/api/millrace/v1/webhooks/w/test', () =>
      HttpResponse.json({ result: { success: false, error_message: 'Failed to test webhook: timeout' } }),
    ),
  );
  renderWithProviders(<TestWebhook webhook={webhook} />);
  const send = await screen.findByRole('button', { name: 'Send test' });
  await userEvent.click(send);
  expect(await screen.findByText('No answer')).toBeInTheDocument();
  expect(screen.getByText('Failed to test webhook: timeout')).toBeInTheDocument();
  refuse('post', 'api/millrace/v1/webhooks/w/test', 403, 'PERMISSION_DENIED', 'Not for you');
  await userEvent.click(send);
  expect(await screen.findByText('Not for you')).toBeInTheDocument();
  expect(screen.queryByText('No answer')).not.toBeInTheDocument();
});
