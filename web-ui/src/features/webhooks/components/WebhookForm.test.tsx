import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import type { Webhook } from '@/features/webhooks/api/types';
import { WebhookForm } from '@/features/webhooks/components/WebhookForm';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

const path = 'api/millrace/v1/webhooks';

const saved: Webhook = {
  webhook_id: 'w',
  name: 'ci',
  url: 'https://ci.example.com/hook',
  events: ['budget_policy.exceeded', 'run.finished'],
  status: 'ACTIVE',
  format: 'mlflow',
  signed: true,
  creation_timestamp: 1,
  last_updated_timestamp: 1,
};

function renderForm(webhook?: Webhook) {
  const onSaved = vi.fn();
  renderWithProviders(
    <WebhookForm
      webhook={webhook}
      experimentField={(value, onChange) => (
        <input aria-label="Experiment" value={value} onChange={(event) => onChange(event.target.value)} />
      )}
      onSaved={onSaved}
      onCancel={vi.fn()}
    />,
  );
  return onSaved;
}

async function fill(label: string | RegExp, text: string) {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste(text);
}

it('makes a webhook with a threshold, when all that is needed is there', async () => {
  let sent: unknown;
  server.use(
    http.post(`*/${path}`, async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ webhook: saved });
    }),
  );
  const onSaved = renderForm();
  const submit = await screen.findByRole('button', { name: 'Create webhook' });
  expect(submit).toBeDisabled();
  await fill(/^Name/, 'loss');
  await fill(/^URL/, 'https://ci.example.com/hook');
  await userEvent.click(screen.getByRole('checkbox', { name: 'metric.threshold_crossed' }));
  expect(screen.getByText('Still needs the metric, a number as its bound')).toBeInTheDocument();
  await fill(/^Metric/, 'val_loss');
  await fill(/^Bound/, '0.1');
  await fill('Experiment', '3');
  await userEvent.click(screen.getByRole('button', { name: 'All of Promotions' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'promotion.refused' }));
  await userEvent.click(screen.getByRole('radio', { name: 'CloudEvents 1.0' }));
  await fill('Secret', 's3cret');
  await userEvent.click(submit);
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalled());
  expect(sent).toEqual({
    name: 'loss',
    description: '',
    url: 'https://ci.example.com/hook',
    events: [
      'metric.threshold_crossed',
      'promotion.requested',
      'promotion.approved',
      'promotion.done',
      'promotion.rolled_back',
    ],
    format: 'cloudevents',
    secret: 's3cret',
    threshold: { key: 'val_loss', above: 0.1, experiment_id: '3' },
  });
});

it('stays with what the server says when it refuses', async () => {
  refuse('post', path, 400, 'INVALID_PARAMETER_VALUE', "Webhook name '-' is invalid.");
  const onSaved = renderForm();
  await screen.findByRole('button', { name: 'Create webhook' });
  await fill(/^Name/, '-');
  await fill(/^URL/, 'https://ci.example.com/hook');
  await userEvent.click(screen.getByRole('checkbox', { name: 'run.failed' }));
  await userEvent.click(screen.getByRole('button', { name: 'Create webhook' }));
  expect(await screen.findByRole('alert')).toHaveTextContent("Webhook name '-' is invalid.");
  expect(screen.getByLabelText(/^Name/)).toHaveValue('-');
  expect(onSaved).not.toHaveBeenCalled();
});

it('removes a saved secret on demand, and offers an event that is never sent only to take it off', async () => {
  let sent: { secret?: string; events?: string[] } = {};
  server.use(
    http.patch(`*/${path}/w`, async ({ request }) => {
      sent = (await request.json()) as typeof sent;
      return HttpResponse.json({ webhook: saved });
    }),
  );
  const onSaved = renderForm(saved);
  expect(await screen.findByLabelText('New secret')).toHaveValue('');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Remove the secret' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'budget_policy.exceeded' }));
  expect(screen.queryByRole('checkbox', { name: 'budget_policy.exceeded' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalled());
  expect(sent).toMatchObject({ secret: '', events: ['run.finished'] });
});
