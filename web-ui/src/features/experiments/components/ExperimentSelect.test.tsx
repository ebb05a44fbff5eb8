import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { ExperimentSelect } from '@/features/experiments/components/ExperimentSelect';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

function Field({ first }: { first: string }) {
  const [value, setValue] = useState(first);
  return (
    <>
      <ExperimentSelect label="Experiment" none="All experiments" value={value} onChange={setValue} />
      <output>{value === '' ? 'all' : value}</output>
    </>
  );
}

it('finds an experiment that is not among those first shown, by its name', async () => {
  server.use(
    http.post('*/api/2.0/mlflow/experiments/search', async ({ request }) => {
      const { filter = '' } = (await request.json()) as { filter?: string };
      return HttpResponse.json({
        experiments: filter.includes('old')
          ? [{ experiment_id: '3', name: 'an old one' }]
          : [{ experiment_id: '8', name: 'wine' }],
      });
    }),
  );
  renderWithProviders(<Field first="5" />);
  const field = await screen.findByRole('combobox', { name: 'Experiment' });
  // The one chosen is shown, though the list does not have it.
  expect(field).toHaveValue('Experiment 5');
  await userEvent.click(field);
  await userEvent.click(await screen.findByRole('option', { name: 'All experiments' }));
  expect(screen.getByRole('status')).toHaveTextContent('all');
  expect(field).toHaveValue('All experiments');
  await userEvent.clear(field);
  await userEvent.type(field, 'old');
  await userEvent.click(await screen.findByRole('option', { name: 'an old one' }));
  expect(screen.getByRole('status')).toHaveTextContent('3');
  expect(field).toHaveValue('an old one');
});
