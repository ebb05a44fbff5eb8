import { createMemoryHistory } from '@tanstack/react-router';
import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { run, serveRuns } from '@/testing/runsServer';
import { answer, server } from '@/testing/server';

function openPage(address: string) {
  const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [address] }));
  renderRouter(router, createQueryClient());
  return router;
}

const LONG = { timeout: 15_000 };

describe('links of MLflow', () => {
  it.each([
    [
      '/experiments/1/runs/a/artifacts/figures/x%20y.png',
      '/experiments/1/runs/a',
      { tab: 'artifacts', file: 'figures/x y.png' },
    ],
    ['/experiments/1/runs/a/artifacts', '/experiments/1/runs/a', { tab: 'artifacts', file: undefined }],
    ['/experiments/1/runs/a/model-metrics', '/experiments/1/runs/a', { tab: 'metrics' }],
    [
      '/metric/loss?runs=["a"]&experiments=["1"]',
      '/experiments/1/runs/a',
      { tab: 'metrics', metric: '^loss$' },
    ],
    [
      '/metric/val/a.b?runs=["a"]&experiments=["1"]',
      '/experiments/1/runs/a',
      { tab: 'metrics', metric: '^val/a\\.b$' },
    ],
    [
      '/metric?runs=["a","b"]&metric="loss"&experiments=["1"]',
      '/compare-runs',
      { runs: ['a', 'b'], view: 'charts', metric: '^loss$' },
    ],
    [
      '/metric?runs=["a"]&experiments=["1"]&plot_metric_keys=["acc"]',
      '/experiments/1/runs/a',
      { metric: '^acc$' },
    ],
    ['/experiments/1/s?searchFilter=metrics.loss<1', '/experiments/1', { filter: 'metrics.loss<1' }],
    ['/experiments/1/evaluation-runs', '/experiments/1', {}],
    ['/experiments/1/evaluation-runs/a/traces', '/experiments/1/runs/a', {}],
    [
      '/experiments/1/runs/a/artifactPath/x.txt',
      '/experiments/1/runs/a',
      { tab: 'artifacts', file: 'x.txt' },
    ],
    ['/experiments/1?orderByKey=tags.`mlflow.runName`', '/experiments/1', { sort: ['-attributes.run_name'] }],
    ['/experiments/1?lifecycleFilter=Deleted', '/experiments/1', { stage: 'deleted' }],
    ['/experiments/1/runs?searchFilter=metrics.loss<1', '/experiments/1', { filter: 'metrics.loss<1' }],
    [
      '/experiments/1/runs?compareRunsMode=CHART&searchFilter=metrics.loss<1',
      '/experiments/1/charts',
      { filter: 'metrics.loss<1' },
    ],
    ['/experiments/1?searchFilter=metrics.loss<1', '/experiments/1', { filter: 'metrics.loss<1' }],
    [
      '/experiments/1?searchFilter=&orderByKey=metrics.`val/loss`&orderByAsc=true',
      '/experiments/1',
      { sort: ['metrics.val/loss'] },
    ],
    [
      '/experiments/1?compareRunsMode=CHART&searchFilter=metrics.loss<1',
      '/experiments/1/charts',
      { filter: 'metrics.loss<1' },
    ],
    ['/experiments/1/s?searchInput=metrics.loss<1', '/experiments/1', { filter: 'metrics.loss<1' }],
    [
      '/experiments/1/s?searchInput=metrics.loss<1&orderByKey=metrics.loss&startTime=LAST_7_DAYS',
      '/experiments/1',
      { filter: 'start_time >= now() - 7d AND metrics.loss<1', sort: ['-metrics.loss'] },
    ],
    [
      '/experiments/1?compareRunsMode=CHART&startTime=LAST_HOUR',
      '/experiments/1/charts',
      { filter: 'start_time >= now() - 1h' },
    ],
    [
      '/experiments/1?startTime=ALL&searchFilter=metrics.loss<1',
      '/experiments/1',
      { filter: 'metrics.loss<1' },
    ],
    ['/experiments/1/runs/a/system-metrics', '/experiments/1/runs/a', { tab: 'system' }],
    ['/experiments/1/models/m-5', '/experiments/1/models/m-5', {}],
    ['/experiments/1/models/m-5/traces', '/experiments/1/models/m-5', { file: undefined }],
    ['/experiments/1/models/m-5/artifacts/a/b.txt', '/experiments/1/models/m-5', { file: 'a/b.txt' }],
    ['/compare-experiments/s?experiments=["4"]', '/experiments/4', {}],
    ['/compare-model-versions?name="clf"&runs={"a":"1"}', '/models/clf', {}],
    ['/compare-model-versions?name="clf"&runs={"a":"1","b":"2"}', '/compare-runs', { runs: ['a', 'b'] }],
    ['/models/clf/serving', '/models/clf', {}],
    ['/models/clf/versions/3', '/models/clf/versions/3', {}],
  ])('%s opens %s', async (link, pathname, wanted) => {
    const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [link] }));
    await router.load();
    expect(router.state.location.pathname).toBe(pathname);
    expect(router.state.matches.at(-1)?.search).toMatchObject(wanted);
  });

  it('leave nothing behind in the address that would come back', async () => {
    const router = createAppRouter(
      createQueryClient(),
      createMemoryHistory({
        initialEntries: ['/experiments/1?searchFilter=metrics.loss<1&orderByKey=metrics.loss'],
      }),
    );
    await router.load();
    await router.navigate({
      to: '/experiments/$experimentId',
      params: { experimentId: '1' },
      search: (previous) => ({ ...previous, filter: undefined }),
    });
    expect(router.state.matches.at(-1)?.search).toEqual({ sort: ['-metrics.loss'] });
  });

  it('to several experiments says so, and leads to each', async () => {
    server.use(
      http.get('*/api/2.0/mlflow/experiments/get', ({ request }) => {
        const id = new URL(request.url).searchParams.get('experiment_id')!;
        return HttpResponse.json({
          experiment: { experiment_id: id, name: `wine ${id}`, lifecycle_stage: 'active' },
        });
      }),
    );
    openPage('/compare-experiments/s?experiments=["4","5"]');
    expect(await screen.findByText(/This link is to several experiments/, {}, LONG)).toBeVisible();
    expect(await screen.findByRole('link', { name: 'wine 4' })).toHaveAttribute('href', '/experiments/4');
    expect(await screen.findByRole('link', { name: 'wine 5' })).toHaveAttribute('href', '/experiments/5');
  });

  it.each([
    ['figures/x.txt', 'hi there'],
    ['figures', 'Choose a file to look into it'],
  ])('to the artifact %s opens it within the run', async (path, shown) => {
    answer('get', 'api/2.0/mlflow/runs/get', {
      run: {
        ...run('a', 'first'),
        info: { ...run('a', 'first').info, artifact_uri: 'mlflow-artifacts:/1/a/artifacts' },
      },
    });
    answer('get', 'api/2.0/mlflow/experiments/get', {
      experiment: { experiment_id: '1', name: 'wine', lifecycle_stage: 'active' },
    });
    server.use(
      http.get('*/api/2.0/mlflow-artifacts/artifacts', ({ request }) => {
        const folder = new URL(request.url).searchParams.get('path')!;
        return HttpResponse.json({
          files: folder.endsWith('/figures')
            ? [{ path: 'x.txt', is_dir: false, file_size: 2 }]
            : [{ path: 'figures', is_dir: true }],
        });
      }),
      http.get('*/api/2.0/mlflow-artifacts/artifacts/1/a/artifacts/figures/x.txt', () =>
        HttpResponse.text('hi there'),
      ),
      http.head('*/api/2.0/mlflow-artifacts/artifacts/1/a/artifacts/figures/x.txt', () =>
        HttpResponse.text('hi there'),
      ),
    );
    openPage(`/experiments/1/runs/a/artifacts/${path}`);
    expect(await screen.findByRole('button', { name: 'figures', expanded: true }, LONG)).toBeVisible();
    expect(await screen.findByRole('button', { name: /^x\.txt/ })).toBeVisible();
    expect(await screen.findByText(shown)).toBeVisible();
  });
});

describe('links of MLflow to what has no page of its own', () => {
  it('do not take a word of the language for one of MLflow', async () => {
    openPage('/experiments/1/constructor');
    expect(await screen.findByText('There is no such page of an experiment', {}, LONG)).toBeVisible();
  });

  it('say so', async () => {
    openPage('/experiments/1/traces');
    expect(await screen.findByText(/is to traces: Millrace has no such page/, {}, LONG)).toBeVisible();
    expect(screen.getByRole('link', { name: 'runs of the experiment' })).toHaveAttribute(
      'href',
      '/experiments/1',
    );
  });

  it('lead from a run without its experiment to its page', async () => {
    serveRuns([run('a', 'first')]);
    answer('get', 'api/2.0/mlflow/runs/get', { run: run('a', 'first') });
    answer('get', 'api/2.0/mlflow/model-versions/search', {});
    const router = openPage('/runs/a');
    await waitFor(() => expect(router.state.location.pathname).toBe('/experiments/1/runs/a'), LONG);
  });
});
