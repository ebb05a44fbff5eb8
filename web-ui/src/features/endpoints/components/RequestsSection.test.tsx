import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { RequestsSection } from '@/features/endpoints/components/RequestsSection';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { answer, refuse, server } from '@/testing/server';

const LOG = 'api/millrace/v1/endpoints/fraud/request-log';

const request = {
  request_id: 'order-42',
  at: 1,
  variant: 'primary',
  version: '7',
  protocol: 'MLFLOW_JSON',
  latency_millis: 1.25,
  body_bytes: 1234,
  redacted: false,
};

function keptRequests() {
  answer('get', LOG, { sample_rate: 0.1, redact: ['name'], keep_days: 30, export: 'PARQUET' });
  answer('get', `${LOG}/entries`, { requests: [request] });
  answer('get', `${LOG}/entries/order-42`, {
    ...request,
    body: '{"inputs":{"x":[5]}}',
    answer: '{"predictions":["high"]}',
  });
  answer('get', 'api/millrace/v1/endpoints/fraud/drift', {
    versions: [
      {
        version: '7',
        requests: 3000,
        unread: 0,
        reference: { kind: 'TRAINING', dataset: 'birds d1' },
        mean_confidence: 0.874,
        features: [
          { name: 'age', rows: 3000, missing_share: 0.25, psi: 0.3125, ks: 0.21, level: 'STRONG' },
          { name: 'city', rows: 3000, missing_share: 0 },
        ],
        prediction: { name: 'prediction', rows: 3000, missing_share: 0, psi: 0.01, level: 'NONE' },
      },
      { version: '8', requests: 0, unread: 0, reference: { kind: 'NONE' } },
    ],
  });
  answer('get', 'api/millrace/v1/endpoints/fraud/quality', {
    endpoint: 'fraud',
    unmatched: 0,
    versions: [
      {
        version: '7',
        kind: 'CLASSIFICATION',
        rows: 1200,
        accuracy: 0.9,
        precision: 0.8,
        recall: 0.7,
        f1: 0.75,
      },
    ],
  });
}

it('lists what is kept, and how good it was', async () => {
  keptRequests();
  renderWithProviders(<RequestsSection endpointName="fraud" />);
  expect(
    await screen.findByText(
      '10 % of the requests are kept for 30 days, without the values of name. ' +
        'Each hour of them is written to the artifact store as Parquet.',
    ),
  ).toBeVisible();
  const requests = await screen.findByRole('table', { name: 'Requests that were kept' });
  expect(within(requests).getByText('v7')).toBeVisible();
  expect(within(requests).getByText('1,234')).toBeVisible();
  const quality = await screen.findByRole('table', { name: 'Quality of each version' });
  expect(within(quality).getByText('0.900')).toBeVisible();
  expect(within(quality).getByText('0.750')).toBeVisible();
});

it('shows how far what is asked has drifted, and from what', async () => {
  keptRequests();
  renderWithProviders(<RequestsSection endpointName="fraud" />);
  expect(
    await screen.findByText('3,000 requests, held against the training data birds d1; mean confidence 0.87.'),
  ).toBeVisible();
  const drift = await screen.findByRole('table', { name: 'Drift of version 7' });
  const age = within(drift).getByRole('row', { name: /^age/ });
  for (const cell of ['Strong', '0.313', '0.210', '25.0 %']) {
    expect(within(age).getByText(cell)).toBeVisible();
  }
  expect(within(drift).getByRole('row', { name: /^prediction/ })).toHaveTextContent('None');
  expect(screen.queryByRole('table', { name: 'Drift of version 8' })).not.toBeInTheDocument();
});

it('shows a request and asks another version', async () => {
  keptRequests();
  let asked: unknown;
  server.use(
    http.post(`*/${LOG}/replay`, async ({ request: sent }) => {
      asked = await sent.json();
      return HttpResponse.json({
        version: '8',
        same: 0,
        different: 1,
        skipped: 0,
        requests: [
          {
            request_id: 'order-42',
            at: 1,
            version: '7',
            outcome: 'DIFFERENT',
            reason: 'predictions[0] should be "high" and are "low"',
            before: '{"predictions":["high"]}',
            after: '{"predictions":["low"]}',
          },
        ],
      });
    }),
  );
  renderWithProviders(<RequestsSection endpointName="fraud" />);
  await userEvent.click(await screen.findByRole('button', { name: 'order-42' }));
  const drawer = await screen.findByRole('dialog', { name: 'Request order-42' });
  expect(await within(drawer).findByRole('figure', { name: 'Body' })).toHaveTextContent('"x"');
  expect(within(drawer).getByRole('figure', { name: 'Answer' })).toHaveTextContent('high');
  await userEvent.type(within(drawer).getByLabelText('Ask version'), '8');
  await userEvent.click(within(drawer).getByRole('button', { name: 'Ask again' }));
  expect(await within(drawer).findByText(/0 the same, 1 different/)).toBeVisible();
  expect(within(drawer).getByText('v7: {"predictions":["high"]}')).toBeVisible();
  expect(within(drawer).getByText('{"predictions":["low"]}')).toBeVisible();
  expect(asked).toEqual({ version: '8', request_ids: ['order-42'] });
});

it('replays the newest, and says why it cannot', async () => {
  keptRequests();
  refuse('post', `${LOG}/replay`, 404, 'RESOURCE_DOES_NOT_EXIST', 'There is no such version.');
  renderWithProviders(<RequestsSection endpointName="fraud" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Replay' }));
  const dialog = await screen.findByRole('dialog', { name: 'Replay requests' });
  await userEvent.type(within(dialog).getByLabelText(/^Version/), '9');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Ask again' }));
  expect(await within(dialog).findByText('There is no such version.')).toBeVisible();
});

it('begins to keep requests where none are kept', async () => {
  answer('get', LOG, {});
  let sent: unknown;
  server.use(
    http.put(`*/${LOG}`, async ({ request: put }) => {
      sent = await put.json();
      return HttpResponse.json({ sample_rate: 0.5, keep_days: 7 });
    }),
  );
  renderWithProviders(<RequestsSection endpointName="fraud" />);
  expect(await screen.findByText('Requests are not kept.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Replay' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Keep requests' }));
  const dialog = await screen.findByRole('dialog', { name: 'Keep requests' });
  const share = within(dialog).getByLabelText(/^Share/);
  await userEvent.clear(share);
  await userEvent.type(share, '50');
  await userEvent.type(
    within(dialog).getByLabelText('Redacted columns', { selector: 'input' }),
    'name{Enter}',
  );
  await userEvent.click(within(dialog).getByRole('combobox', { name: 'Written to the artifact store' }));
  await userEvent.click(await screen.findByRole('option', { name: 'As JSON Lines' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await expect
    .poll(() => sent)
    .toEqual({ sample_rate: 0.5, keep_days: 7, redact: ['name'], export: 'JSONL' });
});
