import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { ExperimentActions } from '@/features/experiments/components/ExperimentActions';
import { NewExperiment } from '@/features/experiments/components/NewExperiment';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

const API = '*/api/2.0/mlflow/experiments/';

/** Notes what is sent to a call, and answers it. */
function note(verb: string, answer: object = {}) {
  const sent: unknown[] = [];
  server.use(
    http.post(`${API}${verb}`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(answer);
    }),
  );
  return sent;
}

async function choose(item: string) {
  renderWithProviders(
    <ExperimentActions
      experiment={{
        experiment_id: '7',
        name: 'wine',
        lifecycle_stage: 'active',
        artifact_location: 'mlflow-artifacts:/7',
        tags: [
          { key: 'team', value: 'red' },
          { key: 'mlflow.note.content', value: 'All of it' },
        ],
      }}
    />,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'More of this experiment' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

it('renames an experiment', async () => {
  const sent = note('update');
  await choose('Rename…');
  const name = await screen.findByLabelText(/Name/);
  expect(name).toHaveValue('wine');
  await userEvent.clear(name);
  await userEvent.type(name, 'red wine');
  await userEvent.click(screen.getByRole('button', { name: 'Rename' }));
  await expect.poll(() => sent).toEqual([{ experiment_id: '7', new_name: 'red wine' }]);
});

it('deletes an experiment, and takes that back', async () => {
  const deleted = note('delete');
  const restored = note('restore');
  await choose('Delete');
  expect(await screen.findByText('wine deleted.')).toBeInTheDocument();
  expect(deleted).toEqual([{ experiment_id: '7' }]);
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await expect.poll(() => restored).toEqual([{ experiment_id: '7' }]);
});

it('writes a note', async () => {
  const sent = note('set-experiment-tag');
  await choose('Write a note…');
  const text = await screen.findByLabelText('Note');
  expect(text).toHaveValue('All of it');
  await userEvent.clear(text);
  await userEvent.type(text, 'All of 2026');
  await userEvent.click(screen.getByRole('button', { name: 'Save the note' }));
  await expect
    .poll(() => sent)
    .toEqual([{ experiment_id: '7', key: 'mlflow.note.content', value: 'All of 2026' }]);
});

it('changes tags, leaves the note alone, and takes it back', async () => {
  const set = note('set-experiment-tag');
  const deleted = note('delete-experiment-tag');
  await choose('Edit the tags…');
  expect(screen.queryByDisplayValue('All of it')).not.toBeInTheDocument();
  await userEvent.click(await screen.findByRole('button', { name: 'Remove team' }));
  await userEvent.click(screen.getByRole('button', { name: 'Add a tag' }));
  await userEvent.type(screen.getByLabelText('Key'), 'owner');
  await userEvent.type(screen.getByLabelText('Value'), 'ann');
  await userEvent.click(screen.getByRole('button', { name: 'Save the tags' }));
  await expect.poll(() => set).toEqual([{ experiment_id: '7', key: 'owner', value: 'ann' }]);
  expect(deleted).toEqual([{ experiment_id: '7', key: 'team' }]);
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await expect.poll(() => set.at(-1)).toEqual({ experiment_id: '7', key: 'team', value: 'red' });
  expect(deleted.at(-1)).toEqual({ experiment_id: '7', key: 'owner' });
});

it('sets no tag that clients keep for themselves', async () => {
  await choose('Edit the tags…');
  await userEvent.click(await screen.findByRole('button', { name: 'Add a tag' }));
  await userEvent.type(screen.getByLabelText('Key'), 'mlflow.note.content');
  await userEvent.type(screen.getByLabelText('Value'), 'x');
  expect(screen.getByText('Clients keep tags of such a name for themselves')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save the tags' })).toBeDisabled();
});

it('takes back the tags that were changed before one was refused', async () => {
  const set: unknown[] = [];
  server.use(
    http.post(`${API}set-experiment-tag`, async ({ request }) => {
      const body = (await request.json()) as { key: string };
      if (body.key === 'owner') {
        const refused = { error_code: 'INVALID_PARAMETER_VALUE', message: 'No such owner' };
        return HttpResponse.json(refused, { status: 400 });
      }
      set.push(body);
      return HttpResponse.json({});
    }),
  );
  const deleted = note('delete-experiment-tag');
  await choose('Edit the tags…');
  await userEvent.click(await screen.findByRole('button', { name: 'Remove team' }));
  await userEvent.click(screen.getByRole('button', { name: 'Add a tag' }));
  await userEvent.type(screen.getByLabelText('Key'), 'owner');
  await userEvent.click(screen.getByRole('button', { name: 'Save the tags' }));
  expect(await screen.findByText('No such owner')).toBeVisible();
  expect(screen.getByText('Not all was changed')).toBeVisible();
  expect(deleted).toEqual([{ experiment_id: '7', key: 'team' }]);
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await expect.poll(() => set).toEqual([{ experiment_id: '7', key: 'team', value: 'red' }]);
  expect(deleted).toHaveLength(1);
});

it('says where its artifacts are', async () => {
  await choose('About it…');
  expect(await screen.findByText('mlflow-artifacts:/7')).toBeVisible();
  expect(screen.getByText('active')).toBeVisible();
});

it('says why an experiment was not made', async () => {
  refuse(
    'post',
    'api/2.0/mlflow/experiments/create',
    400,
    'RESOURCE_ALREADY_EXISTS',
    'wine is there already',
  );
  renderWithProviders(<NewExperiment onMade={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'New experiment' }));
  await userEvent.type(await screen.findByLabelText(/Name/), 'wine');
  await userEvent.click(screen.getByRole('button', { name: 'Make the experiment' }));
  expect(await screen.findByText('wine is there already')).toBeVisible();
});
