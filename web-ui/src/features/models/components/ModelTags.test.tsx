import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { ModelTags } from '@/features/models/components/ModelTags';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

/** What is sent to change tags, with its path. */
function listen(): [string, unknown][] {
  const sent: [string, unknown][] = [];
  for (const [method, path] of [
    ['post', 'model-versions/set-tag'],
    ['delete', 'model-versions/delete-tag'],
    ['post', 'registered-models/set-tag'],
  ] as const) {
    server.use(
      http[method](`*/api/2.0/mlflow/${path}`, async ({ request }) => {
        sent.push([path, await request.json()]);
        return HttpResponse.json({});
      }),
    );
  }
  return sent;
}

const tags = [
  { key: 'mlflow.source', value: 'x' },
  { key: 'owner', value: 'ann' },
  { key: 'stale', value: 'yes' },
];

it('sets, changes and removes tags of a version, and takes it back', async () => {
  const sent = listen();
  renderWithProviders(<ModelTags name="wine" version="3" tags={tags} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit the tags' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove stale' }));
  const owner = screen.getByLabelText('owner');
  await userEvent.clear(owner);
  await userEvent.type(owner, 'bob');
  await userEvent.click(screen.getByRole('button', { name: 'Add a tag' }));
  await userEvent.type(screen.getByLabelText('Key'), 'purpose');
  await userEvent.type(screen.getByLabelText('Value'), 'demo');
  await userEvent.click(screen.getByRole('button', { name: 'Save the tags' }));
  const version = { name: 'wine', version: '3' };
  await expect
    .poll(() => sent)
    .toEqual([
      ['model-versions/delete-tag', { ...version, key: 'stale' }],
      ['model-versions/set-tag', { ...version, key: 'owner', value: 'bob' }],
      ['model-versions/set-tag', { ...version, key: 'purpose', value: 'demo' }],
    ]);
  sent.length = 0;
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await expect
    .poll(() => sent)
    .toEqual([
      ['model-versions/set-tag', { ...version, key: 'stale', value: 'yes' }],
      ['model-versions/set-tag', { ...version, key: 'owner', value: 'ann' }],
      ['model-versions/delete-tag', { ...version, key: 'purpose' }],
    ]);
});

it('gives a model its first tag, and no second one of the same key', async () => {
  const sent = listen();
  renderWithProviders(<ModelTags name="wine" tags={undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit the tags' }));
  await userEvent.type(await screen.findByLabelText('Key'), 'owner');
  await userEvent.click(screen.getByRole('button', { name: 'Add a tag' }));
  const [, second] = screen.getAllByLabelText('Key');
  await userEvent.type(second!, 'owner');
  expect(screen.getByRole('button', { name: 'Save the tags' })).toBeDisabled();
  await userEvent.clear(second!);
  await userEvent.click(screen.getByRole('button', { name: 'Save the tags' }));
  await expect
    .poll(() => sent)
    .toEqual([['registered-models/set-tag', { name: 'wine', key: 'owner', value: '' }]]);
});

it('says why the server refuses', async () => {
  refuse(
    'post',
    'api/2.0/mlflow/model-versions/set-tag',
    400,
    'INVALID_PARAMETER_VALUE',
    'The key is too long',
  );
  renderWithProviders(<ModelTags name="wine" version="3" tags={undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit the tags' }));
  await userEvent.type(await screen.findByLabelText('Key'), 'k');
  await userEvent.click(screen.getByRole('button', { name: 'Save the tags' }));
  expect(await screen.findByText('The key is too long')).toBeVisible();
});
