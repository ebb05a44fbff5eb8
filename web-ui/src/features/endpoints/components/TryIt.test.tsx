import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { TryIt } from '@/features/endpoints/components/TryIt';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

const signature = {
  inputs: [
    { name: 'age', type: 'long' },
    { name: 'city', type: 'string' },
  ],
};

function listen(status: number, body: object) {
  const seen: { body: unknown; key: string | null }[] = [];
  server.use(
    http.post('*/serving/churn/invocations', async ({ request }) => {
      seen.push({ body: await request.json(), key: request.headers.get('Authorization') });
      return HttpResponse.json(body, { status, headers: { 'X-Millrace-Model-Version': '7' } });
    }),
  );
  return seen;
}

it('asks with what stands in the fields, and tells version and withheld rows', async () => {
  const seen = listen(200, { predictions: [null], withheld: [0] });
  renderWithProviders(
    <TryIt
      endpointName="churn"
      signature={signature}
      requiresKey
      example={{ dataframe_split: { columns: ['age', 'city'], data: [[30, 'Bern']] } }}
    />,
  );
  const age = await screen.findByLabelText('age');
  expect(age).toHaveValue(30);
  await userEvent.clear(age);
  await userEvent.type(age, '31');
  await userEvent.type(screen.getByLabelText('Key of the endpoint'), 'mrk_1');
  await userEvent.click(screen.getByRole('button', { name: 'Predict' }));
  expect(await screen.findByText(/not sure enough of 1 row.*: row 1\./)).toBeVisible();
  expect(screen.getByText('7')).toBeVisible();
  expect(seen).toEqual([
    { body: { dataframe_split: { columns: ['age', 'city'], data: [[31, 'Bern']] } }, key: 'Bearer mrk_1' },
  ]);
});

it('takes what was typed along into JSON, and shows what is wrong with it', async () => {
  listen(400, { error_code: 'BAD_REQUEST', message: 'city is missing' });
  renderWithProviders(
    <TryIt endpointName="churn" signature={signature} requiresKey={false} example={undefined} />,
  );
  await userEvent.type(await screen.findByLabelText('city'), 'Ulm');
  await userEvent.click(screen.getByRole('tab', { name: 'JSON' }));
  expect(screen.getByLabelText('Request as JSON')).toHaveTextContent('textUlm');
  await userEvent.click(screen.getByRole('button', { name: 'Predict' }));
  await waitFor(() =>
    expect(screen.getByRole('region', { name: 'Answer' })).toHaveTextContent('city is missing'),
  );
});
