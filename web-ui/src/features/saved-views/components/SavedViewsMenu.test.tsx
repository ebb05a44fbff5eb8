import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { SavedViewsMenu } from '@/features/saved-views/components/SavedViewsMenu';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { answer, refuse, server } from '@/testing/server';

const view = {
  view_id: 'v',
  name: 'Mine',
  owner: '',
  shared: false,
  experiment_id: '1',
  search: '?diff=true',
};

async function openMenu() {
  answer('get', 'api/millrace/v1/views', { views: [view] });
  renderWithProviders(<SavedViewsMenu experimentId="1" current="" onOpen={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Views' }));
  await screen.findByRole('button', { name: /^Mine/ });
}

it('says why a view was not removed, and why not brought back', async () => {
  await openMenu();
  server.use(
    http.delete(
      '*/api/millrace/v1/views/v',
      () =>
        HttpResponse.json({ error_code: 'PERMISSION_DENIED', message: 'It is not yours' }, { status: 403 }),
      { once: true },
    ),
    http.delete('*/api/millrace/v1/views/v', () => HttpResponse.json({})),
  );
  const remove = screen.getByRole('button', { name: 'Remove the view Mine' });
  await userEvent.click(remove);
  expect(await screen.findByText('It is not yours')).toBeVisible();
  await userEvent.click(remove);
  refuse('post', 'api/millrace/v1/views', 400, 'INVALID_PARAMETER_VALUE', 'There are too many');
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('There are too many')).toBeVisible();
});

it('keeps the form open where the view could not be saved', async () => {
  await openMenu();
  await userEvent.click(screen.getByRole('button', { name: 'Save this view' }));
  const form = await screen.findByRole('dialog', { name: 'Save this view' });
  await userEvent.type(within(form).getByLabelText(/^Name of the view/), 'Another');
  refuse('post', 'api/millrace/v1/views', 400, 'INVALID_PARAMETER_VALUE', 'There are too many');
  await userEvent.click(within(form).getByRole('button', { name: 'Save' }));
  expect(await within(form).findByText('There are too many')).toBeVisible();
});
