import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { Run } from '@/features/runs/api/types';
import { RunFamily } from '@/features/runs/components/RunFamily';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { run } from '@/testing/runsServer';
import { answer, refuse } from '@/testing/server';

it('says that nested runs could not be read, and reads them on demand', async () => {
  refuse('post', 'api/2.0/mlflow/runs/search', 500, 'INTERNAL_ERROR', 'It broke');
  renderWithProviders(<RunFamily run={run('p', 'parent') as Run} />);
  expect(await screen.findByText('It broke')).toBeVisible();
  answer('post', 'api/2.0/mlflow/runs/search', { runs: [run('c', 'fold 1')] });
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'fold 1' })).toBeVisible();
});
