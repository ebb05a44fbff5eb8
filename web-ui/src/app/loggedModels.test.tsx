import { createMemoryHistory } from '@tanstack/react-router';
import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { run } from '@/testing/runsServer';
import { answer, server } from '@/testing/server';

function openPage(address: string) {
  const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [address] }));
  renderRouter(router, createQueryClient());
}

const LONG = { timeout: 15_000 };

describe('the files of a logged model', () => {
  const model = {
    info: {
      model_id: 'm-5',
      experiment_id: '1',
      name: 'model',
      artifact_uri: 'mlflow-artifacts:/1/models/m-5/artifacts',
      status: 'LOGGED_MODEL_READY',
      source_run_id: 'a',
    },
    data: {
      metrics: [
        { key: 'acc', value: 0.75, run_id: 'a' },
        { key: 'acc', value: 0.5, run_id: 'b' },
      ],
    },
  };

  /** Answers with a run that logged the model, and with the files of both. */
  function serveFiles() {
    const { info, data } = run('a', 'first');
    answer('get', 'api/2.0/mlflow/runs/get', {
      run: {
        info: { ...info, artifact_uri: 'mlflow-artifacts:/1/a/artifacts' },
        data,
        outputs: { model_outputs: [{ model_id: 'm-5' }] },
      },
    });
    answer('get', 'api/2.0/mlflow/experiments/get', {
      experiment: { experiment_id: '1', name: 'wine', lifecycle_stage: 'active' },
    });
    answer('get', 'api/2.0/mlflow/logged-models/m-5', { model });
    answer('get', 'api/2.0/mlflow/model-versions/search', {});
    answer('post', 'api/millrace/v1/runs/values', { runs: [{ run_id: 'b', values: ['again'] }] });
    const files = new Map([
      ['1/a/artifacts', [{ path: 'plot.txt', is_dir: false }]],
      ['1/models/m-5/artifacts', [{ path: 'sub', is_dir: true }]],
      ['1/models/m-5/artifacts/sub', [{ path: 'MLmodel', is_dir: false }]],
    ]);
    const text = () => HttpResponse.text('flavors: {}');
    server.use(
      http.get('*/api/2.0/mlflow-artifacts/artifacts', ({ request }) =>
        HttpResponse.json({ files: files.get(new URL(request.url).searchParams.get('path')!) ?? [] }),
      ),
      http.get('*/api/2.0/mlflow-artifacts/artifacts/1/models/m-5/artifacts/sub/MLmodel', text),
      http.head('*/api/2.0/mlflow-artifacts/artifacts/1/models/m-5/artifacts/sub/MLmodel', text),
    );
  }

  it.each([
    '/experiments/1/runs/a/artifacts/model/sub/MLmodel',
    '/experiments/1/models/m-5/artifacts/sub/MLmodel',
  ])('are opened by %s', async (link) => {
    serveFiles();
    openPage(link);
    expect(await screen.findByRole('button', { name: 'sub', expanded: true }, LONG)).toBeVisible();
    expect(await screen.findByRole('button', { name: /^MLmodel/ })).toHaveAttribute('aria-current', 'true');
    expect(await screen.findByRole('region', { name: 'Preview of MLmodel' })).toBeVisible();
  });

  it('are listed by model for an experiment, with the names of their runs', async () => {
    serveFiles();
    answer('post', 'api/2.0/mlflow/logged-models/search', { models: [model] });
    answer('post', 'api/millrace/v1/runs/values', {
      runs: [
        { run_id: 'a', values: ['first'] },
        { run_id: 'b', values: ['again'] },
      ],
    });
    openPage('/experiments/1/models');
    expect(await screen.findByRole('link', { name: 'first' }, LONG)).toHaveAttribute(
      'href',
      '/experiments/1/runs/a',
    );
    expect(screen.getByRole('link', { name: 'model' })).toHaveAttribute('href', '/experiments/1/models/m-5');
    expect(await screen.findByText('acc 0.75, acc 0.5 in again')).toBeVisible();
  });

  it('stand on its page, with what was measured of it', async () => {
    serveFiles();
    openPage('/experiments/1/models/m-5');
    expect(await screen.findByRole('heading', { name: 'model' }, LONG)).toBeVisible();
    expect(await screen.findByRole('row', { name: 'acc 0.75' })).toBeVisible();
    expect(await screen.findByRole('row', { name: 'acc in again 0.5' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'again' })).toHaveAttribute('href', '/runs/b');
    expect(await screen.findByRole('link', { name: 'first' })).toHaveAttribute(
      'href',
      '/experiments/1/runs/a',
    );
    expect(screen.getByText('not registered')).toBeVisible();
  });
});
