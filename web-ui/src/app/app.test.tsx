import { createMemoryHistory } from '@tanstack/react-router';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { answer, refuse, server } from '@/testing/server';

const search = 'api/2.0/mlflow/experiments/search';

function openPage(address: string) {
  const router = createAppRouter(createMemoryHistory({ initialEntries: [address] }));
  renderRouter(router, createQueryClient());
  return router;
}

function run(id: string, name: string, extra: object = {}) {
  return {
    info: { run_id: id, experiment_id: '1', run_name: name, status: 'FINISHED', lifecycle_stage: 'active' },
    data: {
      metrics: [{ key: 'loss', value: 0.5, timestamp: 1, step: 0 }],
      params: [{ key: 'lr', value: '0.1' }],
    },
    ...extra,
  };
}

const LONG = { timeout: 15_000 };

describe('experiments', () => {
  it('shows how to log the first run, at this server, when there is nothing yet', async () => {
    answer('post', search, { experiments: [] });
    openPage('/');
    expect(await screen.findByText('Log your first run', {}, LONG)).toBeVisible();
    expect(screen.getByText(/MLFLOW_TRACKING_URI/)).toHaveTextContent(window.location.origin);
  });

  it('shows names as text', async () => {
    answer('post', search, {
      experiments: [{ experiment_id: '1', name: '<img src=x onerror=alert(1)>', lifecycle_stage: 'active' }],
    });
    openPage('/experiments');
    expect(await screen.findByRole('link', { name: '<img src=x onerror=alert(1)>' }, LONG)).toBeVisible();
  });
});

describe('runs', () => {
  it('shows what the server says about a filter, under the box, and applies the next one', async () => {
    answer('get', 'api/2.0/mlflow/experiments/get', {
      experiment: { experiment_id: '1', name: 'wine', lifecycle_stage: 'active' },
    });
    server.use(
      http.post('*/api/2.0/mlflow/runs/search', async ({ request }) => {
        const { filter } = (await request.json()) as { filter?: string };
        return filter === 'metrics.loss >'
          ? HttpResponse.json(
              { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid clause' },
              { status: 400 },
            )
          : HttpResponse.json({ runs: [run('a', filter === undefined ? 'first' : 'filtered')] });
      }),
    );
    openPage('/experiments/1');
    await screen.findByRole('link', { name: 'first' }, LONG);
    const box = screen.getByLabelText('Filter runs');
    await userEvent.type(box, 'metrics.loss >{Enter}');
    expect(await screen.findByText('Invalid clause')).toBeVisible();
    await userEvent.type(box, ' 0.1{Enter}');
    expect(await screen.findByRole('link', { name: 'filtered' })).toBeVisible();
    expect(screen.queryByText('Invalid clause')).not.toBeInTheDocument();
  });

  it('compares the ticked runs, and on demand only what differs', async () => {
    answer('get', 'api/2.0/mlflow/experiments/get', {
      experiment: { experiment_id: '1', name: 'wine', lifecycle_stage: 'active' },
    });
    const runs = [
      run('a', 'first'),
      run('b', 'second', {
        data: { metrics: [{ key: 'loss', value: 0.25 }], params: [{ key: 'lr', value: '0.1' }] },
      }),
    ];
    answer('post', 'api/2.0/mlflow/runs/search', { runs });
    server.use(
      http.get('*/api/2.0/mlflow/runs/get', ({ request }) => {
        const id = new URL(request.url).searchParams.get('run_id');
        return HttpResponse.json({ run: runs.find((item) => item.info.run_id === id) });
      }),
    );
    answer('get', 'api/millrace/v1/runs/a/record', {
      run_id: 'a',
      code: { branch: 'main' },
      environment: { packages: [{ name: 'numpy', version: '1.26' }] },
    });
    answer('get', 'api/millrace/v1/runs/b/record', {
      run_id: 'b',
      code: { branch: 'main' },
      environment: { packages: [{ name: 'numpy', version: '2.1' }] },
    });
    const router = openPage('/experiments/1');
    await userEvent.click(await screen.findByLabelText('Select first', {}, LONG));
    await userEvent.click(screen.getByLabelText('Select second'));
    await userEvent.click(screen.getByRole('button', { name: 'Compare 2' }));

    const table = await screen.findByRole('table', { name: 'Runs compared' }, LONG);
    expect(within(table).getByText('−50 %')).toBeVisible();
    expect(within(table).getByRole('rowheader', { name: 'lr' })).toBeVisible();
    await userEvent.click(screen.getByLabelText('Differences only'));
    await waitFor(() => expect(screen.queryByRole('rowheader', { name: 'lr' })).not.toBeInTheDocument());
    expect(screen.getByRole('rowheader', { name: 'loss' })).toBeVisible();
    expect(screen.queryByRole('rowheader', { name: 'Branch' })).not.toBeInTheDocument();
    await userEvent.keyboard('nn');
    expect(screen.getByRole('row', { name: /numpy/ })).toHaveFocus();
    await userEvent.keyboard('p');
    expect(screen.getByRole('row', { name: /loss/ })).toHaveFocus();
    expect(router.state.location.search).toMatchObject({ runs: ['a', 'b'], experiments: ['1'], diff: true });
  });

  it('says which run does not exist', async () => {
    refuse('get', 'api/2.0/mlflow/runs/get', 404, 'RESOURCE_DOES_NOT_EXIST', 'Run with id=x not found');
    refuse('get', 'api/2.0/mlflow/experiments/get', 404, 'RESOURCE_DOES_NOT_EXIST', 'No experiment');
    openPage('/experiments/1/runs/x');
    expect(await screen.findByText('There is no run with the ID x', {}, LONG)).toBeVisible();
  });
});

describe('links of MLflow', () => {
  it.each([
    ['/experiments/1/runs/a/artifacts/figures/x.png', '/experiments/1/runs/a', { tab: 'artifacts' }],
    ['/experiments/1/runs/a/model-metrics', '/experiments/1/runs/a', { tab: 'metrics' }],
    [
      '/metric/loss?runs=["a"]&experiments=["1"]',
      '/experiments/1/runs/a',
      { tab: 'metrics', metric: 'loss' },
    ],
    ['/metric?runs=["a","b"]&metric="loss"&experiments=["1"]', '/compare-runs', { runs: ['a', 'b'] }],
    ['/experiments/1/models', '/experiments/1', {}],
    ['/experiments/1?searchFilter=metrics.loss<1', '/experiments/1', { filter: 'metrics.loss<1' }],
    [
      '/experiments/1?searchFilter=&orderByKey=metrics.`val/loss`&orderByAsc=true',
      '/experiments/1',
      { sort: 'metrics.val/loss' },
    ],
    [
      '/experiments/1?compareRunsMode=CHART&searchFilter=metrics.loss<1',
      '/experiments/1/charts',
      { filter: 'metrics.loss<1' },
    ],
    ['/experiments/1/runs/a/system-metrics', '/experiments/1/runs/a', { tab: 'system' }],
    ['/experiments/1/models/m-5', '/lineage', { node: 'model:m-5' }],
    ['/compare-experiments/s?experiments=["4","5"]', '/experiments/4', {}],
    ['/compare-model-versions?name="clf"&runs={"a":"1"}', '/models/clf', {}],
  ])('%s opens %s', async (link, pathname, wanted) => {
    const router = createAppRouter(createMemoryHistory({ initialEntries: [link] }));
    await router.load();
    expect(router.state.location.pathname).toBe(pathname);
    expect(router.state.matches.at(-1)?.search).toMatchObject(wanted);
  });
});

describe('a lost server', () => {
  it('is announced, and the page goes on by itself when the server is back', async () => {
    let lost = true;
    server.use(
      http.get('*/health', () => (lost ? HttpResponse.error() : HttpResponse.text('OK'))),
      http.post(`*/${search}`, () =>
        lost
          ? HttpResponse.error()
          : HttpResponse.json({
              experiments: [{ experiment_id: '1', name: 'wine', lifecycle_stage: 'active' }],
            }),
      ),
    );
    openPage('/experiments');
    expect(await screen.findByText(/does not answer. Trying again/, {}, LONG)).toBeVisible();
    lost = false;
    expect(await screen.findByRole('link', { name: 'wine' }, LONG)).toBeVisible();
    await waitFor(() => expect(screen.queryByText(/Trying again/)).not.toBeInTheDocument(), LONG);
  });
});
