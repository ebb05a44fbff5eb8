import { createMemoryHistory } from '@tanstack/react-router';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { run } from '@/testing/runsServer';
import { answer, server } from '@/testing/server';

const LONG = { timeout: 15_000 };

beforeEach(async () => {
  answer('get', 'api/2.0/mlflow/registered-models/search', {});
  answer('get', 'api/millrace/v1/endpoints', {});
  answer('get', 'api/millrace/v1/promotions', {});
  answer('post', 'api/2.0/mlflow/experiments/search', {});
  const queries = createQueryClient();
  renderRouter(createAppRouter(queries, createMemoryHistory({ initialEntries: ['/models'] })), queries);
  await screen.findByRole('button', { name: /Go to/ }, LONG);
});

it('finds a run by its name in whichever experiment it is', async () => {
  const asked: string[][] = [];
  const experiment = (id: string) => ({ experiment_id: id, name: `e${id}`, lifecycle_stage: 'active' });
  server.use(
    http.post('*/api/2.0/mlflow/experiments/search', async ({ request }) => {
      const { filter, page_token } = (await request.json()) as { filter?: string; page_token?: string };
      if (filter !== undefined) return HttpResponse.json({});
      return HttpResponse.json(
        page_token === undefined
          ? { experiments: [experiment('1')], next_page_token: 'more' }
          : { experiments: [experiment('2')] },
      );
    }),
    http.post('*/api/2.0/mlflow/runs/search', async ({ request }) => {
      const { experiment_ids } = (await request.json()) as { experiment_ids: string[] };
      asked.push(experiment_ids);
      return HttpResponse.json({ runs: [run('a', 'brave-otter')] });
    }),
  );
  await userEvent.click(screen.getByRole('button', { name: /Go to/ }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Go to' }, LONG), 'otter');
  expect(await screen.findByRole('button', { name: /brave-otter/ })).toBeVisible();
  expect(asked.at(-1)).toEqual(['1', '2']);
});

it('lists the keys by where they work', async () => {
  await userEvent.keyboard('?');
  const sheet = await screen.findByRole('dialog', { name: 'Keys' });
  const table = within(sheet).getByRole('region', { name: 'In the table of runs' });
  expect(within(table).getByText('Edit a name, note or tag')).toBeVisible();
});
