import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { DescriptionNote } from '@/features/models/components/DescriptionNote';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

it('writes what a version is', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/api/2.0/mlflow/model-versions/update', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({});
    }),
  );
  renderWithProviders(<DescriptionNote name="wine" version="3" text={undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a description' }));
  await userEvent.type(await screen.findByLabelText('Description'), 'Red only');
  await userEvent.click(screen.getByRole('button', { name: 'Save the description' }));
  await expect.poll(() => sent).toEqual([{ name: 'wine', version: '3', description: 'Red only' }]);
});
