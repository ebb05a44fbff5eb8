import { createMemoryHistory } from '@tanstack/react-router';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { run, serveRuns } from '@/testing/runsServer';
import { answer, refuse, server } from '@/testing/server';

const search = 'api/2.0/mlflow/experiments/search';

function openPage(address: string) {
  const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [address] }));
  renderRouter(router, router.options.context.queries);
  return router;
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
  it('shows what the server says about a filter, under the box, until it is cleared', async () => {
    serveRuns([run('a', 'first')], 'metrics.loss >');
    openPage('/experiments/1?filter=metrics.loss%20%3E');
    expect(await screen.findByText('Invalid clause', {}, LONG)).toBeVisible();
    await userEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' })[0]!);
    expect(await screen.findByRole('link', { name: 'first' })).toBeVisible();
    expect(screen.queryByText('Invalid clause')).not.toBeInTheDocument();
  });

  it('measures every metric against the baseline in the address', async () => {
    serveRuns([run('a', 'first'), run('b', 'second', { loss: 0.25 })]);
    openPage('/experiments/1?base=a');
    expect(await screen.findByText('−50 %', {}, LONG)).toBeVisible();
    expect(screen.getByText('−0.25').parentElement).toHaveAttribute('data-tone', 'good');
    expect(screen.getByText('baseline')).toBeVisible();
  });

  it('takes a deletion back', async () => {
    serveRuns([run('a', 'first'), run('b', 'second')]);
    const moved: unknown[] = [];
    server.use(
      http.post('*/api/millrace/v1/runs/:verb', async ({ request, params }) => {
        if (params['verb'] !== 'delete' && params['verb'] !== 'restore') return undefined;
        const { run_ids } = (await request.json()) as { run_ids: string[] };
        moved.push([params['verb'], run_ids]);
        return HttpResponse.json({ run_ids });
      }),
    );
    openPage('/experiments/1');
    await userEvent.click(await screen.findByLabelText('Select second', {}, LONG));
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(moved).toEqual([
        ['delete', ['b']],
        ['restore', ['b']],
      ]),
    );
  });

  it('compares the ticked runs, and on demand only what differs', async () => {
    const runs = [run('a', 'first'), run('b', 'second', { loss: 0.25 })];
    serveRuns(runs);
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
    expect(within(table).getByText('−50 %')).toHaveAttribute('data-tone', 'good');
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

describe('what does not exist', () => {
  it('is said where none of the runs to compare is there', async () => {
    refuse('get', 'api/2.0/mlflow/runs/get', 404, 'RESOURCE_DOES_NOT_EXIST', 'Run with id=x not found');
    openPage('/compare-runs?runs=["x","y"]&experiments=["1"]');
    expect(await screen.findByText('There is no run with any of these IDs', {}, LONG)).toBeVisible();
  });

  it('is said of an experiment whose ID is no number', async () => {
    serveRuns([]);
    refuse('get', 'api/2.0/mlflow/experiments/get', 400, 'INVALID_PARAMETER_VALUE', 'Not an ID');
    openPage('/experiments/newest');
    expect(await screen.findByText('There is no experiment with the ID newest', {}, LONG)).toBeVisible();
  });

  it('is said of a version that is no number', async () => {
    refuse('get', 'api/2.0/mlflow/model-versions/get', 400, 'INVALID_PARAMETER_VALUE', 'Not a version');
    refuse('get', 'api/2.0/mlflow/registered-models/get', 404, 'RESOURCE_DOES_NOT_EXIST', 'No model');
    openPage('/models/clf/versions/newest');
    expect(await screen.findByText('clf has no version newest', {}, LONG)).toBeVisible();
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
