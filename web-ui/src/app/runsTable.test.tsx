import { createMemoryHistory } from '@tanstack/react-router';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { run, serveRuns } from '@/testing/runsServer';
import { answer, server } from '@/testing/server';

const LONG = { timeout: 15_000 };

async function openTable(search = '') {
  const router = createAppRouter(
    createQueryClient(),
    createMemoryHistory({ initialEntries: [`/experiments/1${search}`] }),
  );
  renderRouter(router, router.options.context.queries);
  await screen.findByLabelText('Runs', { exact: true }, LONG);
  return router;
}

const table = () => screen.getByLabelText('Runs', { exact: true });

const family = () => [run('p', 'parent'), run('c1', 'fold 1', { parent: 'p' }), run('d', 'alone')];

describe('a line of the table', () => {
  it('is renamed by its menu, below a parent too', async () => {
    serveRuns(family());
    await openTable('?tree=true');
    await userEvent.click(await screen.findByRole('button', { name: 'Unfold the 1 children of parent' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for fold 1' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Rename' }));
    expect(await screen.findByLabelText('Name of fold 1')).toHaveFocus();
  });

  it('is not edited by two clicks on its checkbox', async () => {
    serveRuns([run('a', 'first')]);
    await openTable();
    await userEvent.dblClick(await screen.findByLabelText('Select first'));
    expect(screen.queryByLabelText('Name of first')).not.toBeInTheDocument();
  });

  it('is not edited where its value is not loaded yet', async () => {
    serveRuns([run('a', 'first')]);
    let loaded: () => void = () => undefined;
    const loading = new Promise<void>((resolve) => (loaded = resolve));
    server.use(
      http.post('*/api/millrace/v1/runs/values', async ({ request }) => {
        await loading;
        const { run_ids, columns } = (await request.json()) as { run_ids: string[]; columns: string[] };
        return HttpResponse.json({
          runs: run_ids.map((run_id) => ({ run_id, values: columns.map(() => 'blue') })),
        });
      }),
    );
    await openTable('?pin=["tags.team"]');
    await screen.findByRole('link', { name: 'first' });
    const cell = document.getElementById('cell-0-1')!;
    await userEvent.dblClick(cell);
    expect(screen.queryByLabelText('team of first')).not.toBeInTheDocument();
    loaded();
    await within(cell).findByText('blue');
    await userEvent.dblClick(cell);
    expect(screen.getByLabelText('team of first')).toHaveValue('blue');
  });

  it('has its menu by the keyboard, and the focus back afterwards', async () => {
    serveRuns([run('a', 'first'), run('b', 'second')]);
    await openTable();
    await screen.findByRole('link', { name: 'second' });
    table().focus();
    await userEvent.keyboard('{ArrowDown}{Shift>}{F10}{/Shift}');
    expect(await screen.findByRole('menuitem', { name: 'Rename' })).toBeInTheDocument();
    await waitFor(() => expect(table()).not.toHaveFocus());
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('menuitem')).not.toBeInTheDocument());
    expect(table()).toHaveFocus();
  });

  it('in the place of others lists more of them by Enter', async () => {
    serveRuns(family());
    const sizes: number[] = [];
    server.use(
      http.post('*/api/2.0/mlflow/runs/search', async ({ request }) => {
        const { filter = '', max_results } = (await request.json()) as {
          filter?: string;
          max_results: number;
        };
        if (filter.includes('IS NULL')) return HttpResponse.json({ runs: [run('p', 'parent')] });
        sizes.push(max_results);
        return sizes.length === 1
          ? HttpResponse.json({ runs: [run('c1', 'fold 1')], next_page_token: 'more' })
          : HttpResponse.json({ runs: [run('c1', 'fold 1'), run('c2', 'fold 2')] });
      }),
    );
    await openTable('?tree=true');
    await userEvent.click(await screen.findByRole('button', { name: 'Unfold the 1 children of parent' }));
    await screen.findByRole('button', { name: 'Show more' });
    table().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(await screen.findByRole('link', { name: 'fold 2' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
    expect(sizes).toEqual([100, 500]);
  });
});

it('ticks all runs by a space on the box in the heading', async () => {
  serveRuns([run('a', 'first'), run('b', 'second')]);
  await openTable();
  await screen.findByRole('link', { name: 'second' });
  const all = screen.getByLabelText('Select all loaded runs');
  all.focus();
  expect(fireEvent.keyDown(all, { key: ' ' })).toBe(true);
  await userEvent.click(all);
  expect(await screen.findByText('2 runs', { selector: 'strong' })).toBeVisible();
});

it('lists runs flat, without children to unfold, where the tree is left', async () => {
  serveRuns(family());
  const router = await openTable('?tree=true');
  await screen.findByRole('button', { name: /^Unfold/ });
  await router.navigate({ to: '/experiments/$experimentId', params: { experimentId: '1' }, search: {} });
  expect(await screen.findByRole('link', { name: 'fold 1' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Unfold/ })).not.toBeInTheDocument();
});

it('selects all that match but those that are hidden', async () => {
  serveRuns(['a', 'b', 'c'].map((id) => run(id, `run ${id}`)));
  await openTable('?out=["b"]');
  await userEvent.click(await screen.findByLabelText('Select run a'));
  await userEvent.click(await screen.findByRole('button', { name: 'Select all 2' }));
  expect(await screen.findByText('2 runs', { selector: 'strong' })).toBeVisible();
  expect(screen.getByLabelText('Select run c')).toBeChecked();
  expect(screen.queryByRole('button', { name: /^Select all/ })).not.toBeInTheDocument();
});

it('measures against the run that made the champion of a model', async () => {
  serveRuns([run('a', 'first'), run('b', 'second', { loss: 0.25 })]);
  answer('get', 'api/2.0/mlflow/registered-models/search', {
    registered_models: [{ name: 'wine', aliases: [{ alias: 'champion', version: '1200' }] }],
  });
  const asked: string[] = [];
  server.use(
    http.get('*/api/2.0/mlflow/model-versions/get', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ model_version: { name: 'wine', version: '1200', run_id: 'a' } });
    }),
  );
  await openTable('?base=champion:wine');
  expect(await screen.findByText('−50 %')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Champion of wine' })).toBeVisible();
  expect(asked).toEqual(['?name=wine&version=1200']);
});

it('unfolds children of children', async () => {
  serveRuns([run('p', 'study'), run('c', 'trial', { parent: 'p' }), run('g', 'fold', { parent: 'c' })]);
  await openTable('?tree=true');
  await userEvent.click(await screen.findByRole('button', { name: 'Unfold the 1 children of study' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Unfold the 1 children of trial' }));
  expect(await screen.findByRole('link', { name: 'fold' })).toBeVisible();
});

it('points into a filter as it was typed, in a tree too', async () => {
  serveRuns(family());
  const refused = (filter: string) =>
    HttpResponse.json(
      {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: `Unexpected end (at position ${filter.indexOf('=') + 2})\n${filter}\n${' '.repeat(filter.indexOf('=') + 1)}^`,
      },
      { status: 400 },
    );
  const refuse = async ({ request }: { request: Request }) => {
    const { filter = '' } = (await request.clone().json()) as { filter?: string };
    return filter.includes('loss =') ? refused(filter) : undefined;
  };
  server.use(
    http.post('*/api/2.0/mlflow/runs/search', refuse),
    http.post('*/api/millrace/v1/runs/count', refuse),
  );
  const router = createAppRouter(
    createQueryClient(),
    createMemoryHistory({ initialEntries: ['/experiments/1?tree=true&filter=metrics.loss%20%3D'] }),
  );
  renderRouter(router, router.options.context.queries);
  await waitFor(
    () =>
      expect(screen.getByRole('alert').textContent).toBe(
        'Unexpected end (at position 15)metrics.loss =\n              ^',
      ),
    LONG,
  );
});
