import { createMemoryHistory } from '@tanstack/react-router';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { RUN_COLOURS, runColour } from '@/lib/runColour';
import { putInSight } from '@/testing/inSight';
import { renderRouter } from '@/testing/renderWithProviders';
import { run as runOfTable, serveRuns } from '@/testing/runsServer';
import { answer, server } from '@/testing/server';

const LONG = { timeout: 15_000 };

function run(id: string, name: string) {
  return {
    info: { run_id: id, experiment_id: '1', run_name: name, status: 'FINISHED', lifecycle_stage: 'active' },
    data: {
      metrics: [
        { key: 'val/loss', value: 0.5, timestamp: 1, step: 9 },
        { key: 'f1', value: 0.9, timestamp: 1, step: 9 },
      ],
      params: [{ key: 'lr', value: id === 'a' ? '0.1' : '0.2' }],
    },
  };
}

describe('the charts of an experiment', () => {
  const asked: URL[] = [];

  beforeEach(() => {
    putInSight();
    asked.length = 0;
    answer('get', 'api/2.0/mlflow/experiments/get', {
      experiment: { experiment_id: '1', name: 'wine', lifecycle_stage: 'active' },
    });
    answer('post', 'api/2.0/mlflow/runs/search', { runs: [run('a', 'first'), run('b', 'second')] });
    server.use(
      http.get('*/api/millrace/v1/metrics/sample', ({ request }) => {
        const url = new URL(request.url);
        asked.push(url);
        const series = url.searchParams.getAll('metric_keys').flatMap((key) =>
          url.searchParams.getAll('run_ids').map((runId) => ({
            run_id: runId,
            metric_key: key,
            count: 2,
            exact: true,
            columns: { steps: [0, 9], timestamps: [0, 9000], values: [1, runId === 'a' ? 0.25 : 0.5] },
          })),
        );
        return HttpResponse.json({ series });
      }),
    );
  });

  afterEach(() => vi.unstubAllGlobals());

  function openPage(address: string) {
    const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [address] }));
    renderRouter(router, router.options.context.queries);
    return router;
  }

  it('draws every run in every metric, and asks for all of them at once', async () => {
    openPage('/experiments/1/charts');
    expect(
      await screen.findByRole('img', { name: 'val/loss: first ends at 0.25, second ends at 0.5' }, LONG),
    ).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'val 1' })).toBeVisible();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.searchParams.getAll('run_ids')).toEqual(['a', 'b']);
    expect(asked[0]?.searchParams.getAll('metric_keys').sort()).toEqual(['f1', 'val/loss']);
  });

  it('asks for the runs ahead of the page, and not once more from it', async () => {
    let searches = 0;
    server.use(
      http.post('*/api/2.0/mlflow/runs/search', () => {
        searches++;
        return HttpResponse.json({ runs: [run('a', 'first')] });
      }),
    );
    const router = createAppRouter(
      createQueryClient(),
      createMemoryHistory({ initialEntries: ['/experiments/1/charts'] }),
    );
    await router.load();
    await waitFor(() => expect(searches).toBe(1));
    renderRouter(router, router.options.context.queries);
    await screen.findByRole('img', { name: 'f1: first ends at 0.25' }, LONG);
    expect(searches).toBe(1);
  });

  it('asks for no runs while the pointer is on its link, and ahead of the page once it is followed', async () => {
    const queries = createQueryClient();
    const router = createAppRouter(queries, createMemoryHistory({ initialEntries: ['/'] }));
    await router.load();
    const charts = { to: '/experiments/$experimentId/charts', params: { experimentId: '1' } } as const;
    await router.preloadRoute(charts);
    // By now what is fetched ahead would be on its way.
    await import('@/app/routes/chartsAhead');
    expect(queries.getQueryCache().getAll()).toEqual([]);
    // Nothing is rendered: only what goes ahead of the page asks.
    await router.navigate(charts);
    await expect.poll(() => queries.getQueryCache().getAll().length).toBeGreaterThan(0);
  });

  it('keeps in the address which runs are left out, which metrics are looked for and how', async () => {
    const router = openPage('/experiments/1/charts');
    await screen.findByRole('img', { name: /^f1/ }, LONG);
    await userEvent.click(screen.getByRole('button', { name: 'Draw first' }));
    await userEvent.type(screen.getByLabelText('Find metrics by a regular expression'), '^val');
    await userEvent.click(screen.getByLabelText('Log scale'));
    expect(await screen.findByRole('img', { name: 'val/loss: second ends at 0.5' })).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole('img', { name: /^f1/ })).not.toBeInTheDocument());
    expect(router.state.location.search).toMatchObject({ off: ['a'], metric: '^val', log: true });
  });

  it('asks for the part of the axis that the address names', async () => {
    openPage('/experiments/1/charts?from=3&to=7&metric=f1');
    await screen.findByRole('img', { name: /^f1/ }, LONG);
    expect(asked[0]?.searchParams.get('start')).toBe('3');
    expect(asked[0]?.searchParams.get('end')).toBe('7');
    await userEvent.click(screen.getByRole('button', { name: 'Show all of the axis' }));
    await waitFor(() => expect(asked.at(-1)?.searchParams.has('start')).toBe(false));
  });

  it('draws the chosen runs alone', async () => {
    server.use(
      http.get('*/api/2.0/mlflow/runs/get', ({ request }) =>
        HttpResponse.json({ run: run(new URL(request.url).searchParams.get('run_id') ?? '', 'chosen') }),
      ),
    );
    openPage('/experiments/1/charts?selected=["b"]&metric=f1');
    expect(await screen.findByRole('img', { name: 'f1: chosen ends at 0.5' }, LONG)).toBeInTheDocument();
    expect(asked[0]?.searchParams.getAll('run_ids')).toEqual(['b']);
  });

  it('draws a run in the colour that was chosen in the table', async () => {
    openPage('/experiments/1/charts?metric=f1&colour={"a":1}');
    const swatch = (await screen.findByRole('button', { name: 'Draw first' }, LONG)).firstElementChild;
    expect(swatch).toHaveStyle({ background: RUN_COLOURS[1] });
    expect(screen.getByRole('button', { name: 'Draw second' }).firstElementChild).toHaveStyle({
      background: runColour('b', 'light'),
    });
  });

  it('has charts of runs by their parameters, of which one can be taken away', async () => {
    const router = openPage('/experiments/1/charts?view=plots');
    expect(
      await screen.findByRole('img', { name: 'Parallel coordinates, 2 runs' }, LONG),
    ).toBeInTheDocument();
    expect(screen.getByRole('img', { name: 'f1 by lr, 2 runs' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Save Parallel coordinates, and more' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove this chart' }));
    await waitFor(() => expect(screen.queryByRole('img', { name: /^Parallel/ })).not.toBeInTheDocument());
    expect(router.state.location.search).toHaveProperty('plots');
  });

  it('keeps the charts and the table in a saved view', async () => {
    answer('get', 'api/millrace/v1/views', {});
    let saved: { search?: string } = {};
    server.use(
      http.post('*/api/millrace/v1/views', async ({ request }) => {
        saved = (await request.json()) as { search?: string };
        return HttpResponse.json({});
      }),
    );
    openPage('/experiments/1/charts?metric=f1&smooth=0.5&sort=["metrics.f1"]');
    await userEvent.click(await screen.findByRole('button', { name: 'Views' }, LONG));
    await userEvent.click(await screen.findByRole('button', { name: 'Save this view' }));
    await userEvent.type(await screen.findByLabelText(/^Name of the view/), 'Smooth');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(saved.search).toBeDefined());
    expect(Object.fromEntries(new URLSearchParams(saved.search))).toEqual({
      metric: 'f1',
      smooth: '0.5',
      sort: '["metrics.f1"]',
      page: 'charts',
    });
  });

  it('opens a view where it was saved, from the table too', async () => {
    serveRuns([runOfTable('a', 'first')]);
    answer('get', 'api/millrace/v1/views', {
      views: [
        {
          view_id: 'v',
          name: 'Smooth',
          owner: '',
          shared: false,
          search: '?metric=loss&tree=true&page=charts',
        },
      ],
    });
    const router = openPage('/experiments/1');
    await userEvent.click(await screen.findByRole('button', { name: 'Views' }, LONG));
    await userEvent.click(await screen.findByRole('button', { name: /^Smooth/ }));
    expect(await screen.findByRole('img', { name: /^loss/ }, LONG)).toBeInTheDocument();
    expect(router.state.location.pathname).toBe('/experiments/1/charts');
    expect(router.state.location.search).toEqual({ metric: 'loss', tree: true });
    await userEvent.click(screen.getByRole('link', { name: 'Table' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/experiments/1'));
    expect(router.state.location.search).toEqual({ metric: 'loss', tree: true });
  });
});
