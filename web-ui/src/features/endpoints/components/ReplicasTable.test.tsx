import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ReplicasTable } from '@/features/endpoints/components/ReplicasTable';
import { renderWithProviders } from '@/testing/renderWithProviders';

it('shows which server lags behind, and why', async () => {
  renderWithProviders(
    <ReplicasTable
      replicas={[
        {
          name: 'one:7',
          address: 'http://10.0.0.7:8081',
          started_at: 1,
          live_version: '2',
          deployments: [{ version: '2', state: 'READY', since: 1 }],
        },
        {
          name: 'two:8',
          started_at: 1,
          live_version: '1',
          deployments: [
            { version: '1', state: 'READY', since: 1 },
            { version: '2', state: 'FAILED', reason: 'The model has no files.', since: 2 },
          ],
        },
        { name: 'new:9', started_at: 1 },
      ]}
    />,
  );
  await screen.findByRole('table');
  const row = (name: string) => screen.getByRole('row', { name: new RegExp(name) });
  expect(within(row('one:7')).getByText('v2')).toBeVisible();
  expect(within(row('one:7')).getByText('http://10.0.0.7:8081')).toBeVisible();
  expect(within(row('two:8')).getByText('v1')).toBeVisible();
  expect(within(row('two:8')).getByText('v2: The model has no files.')).toBeVisible();
  expect(within(row('new:9')).getByText('nothing yet')).toBeVisible();
});
