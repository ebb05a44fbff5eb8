import { createMemoryHistory } from '@tanstack/react-router';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { putInSight } from '@/testing/inSight';
import { renderRouter } from '@/testing/renderWithProviders';
import { run } from '@/testing/runsServer';
import { answer, server } from '@/testing/server';

const LONG = { timeout: 15_000 };

const file = (step: number, key = 'dog') => ({
  path: `${key}%step%${step}%timestamp%1%g0b1.png`,
  is_dir: false,
});
const image = (id: string, name = 'dog') => screen.getByRole('img', { name: `${name} of run ${id}` });

function loggedRun(id: string) {
  const { info, data } = run(id, `run ${id}`);
  return {
    info: { ...info, artifact_uri: `mlflow-artifacts:/1/${id}/artifacts` },
    data: { ...data, metrics: [] },
  };
}

/** Each run has a dog, run a at two steps; and every folder that was asked for. */
function keepDogs(): string[] {
  const asked: string[] = [];
  server.use(
    http.get('*/api/2.0/mlflow-artifacts/artifacts', ({ request }) => {
      const folder = new URL(request.url).searchParams.get('path') ?? '';
      asked.push(folder);
      const files = folder.endsWith('/images')
        ? [file(0), ...(folder.includes('/a/') ? [file(10), file(10, 'val#cat')] : [])]
        : [{ path: 'images', is_dir: true }];
      return HttpResponse.json({ files });
    }),
  );
  return asked;
}

function openPage(address: string) {
  const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [address] }));
  renderRouter(router, router.options.context.queries);
  return router;
}

afterEach(() => vi.unstubAllGlobals());

it('compares a picture of each run at a step that the address keeps', async () => {
  putInSight();
  keepDogs();
  server.use(
    http.get('*/api/2.0/mlflow/runs/get', ({ request }) =>
      HttpResponse.json({ run: loggedRun(new URL(request.url).searchParams.get('run_id') ?? '') }),
    ),
  );
  const router = openPage('/compare-runs?runs=["a","b"]&view=images');
  await screen.findByRole('img', { name: 'dog of run a' }, LONG);
  expect(image('a')).toHaveAttribute('src', expect.stringContaining('dog%25step%2510%25'));
  expect(image('b')).toHaveAttribute('src', expect.stringContaining('dog%25step%250%25'));
  screen.getByRole('slider', { name: 'Step' }).focus();
  await userEvent.keyboard('{ArrowLeft}');
  await waitFor(() =>
    expect(image('a')).toHaveAttribute('src', expect.stringContaining('dog%25step%250%25')),
  );
  expect(router.state.location.search).toMatchObject({ step: 0 });
});

describe('the images of an experiment', () => {
  const ids = ['a', ...Array.from({ length: 29 }, (_, index) => `r${index}`)];

  beforeEach(() => {
    answer('get', 'api/2.0/mlflow/experiments/get', {
      experiment: { experiment_id: '1', name: 'wine', lifecycle_stage: 'active' },
    });
    answer('post', 'api/2.0/mlflow/runs/search', { runs: ids.map(loggedRun) });
  });

  it('have a card per key with a picture of each run that has it, of so many runs at most', async () => {
    putInSight();
    const asked = keepDogs();
    openPage('/experiments/1/charts?view=images&top=50');
    const dogs = await screen.findByRole('article', { name: 'dog' }, LONG);
    await waitFor(() => expect(within(dogs).getAllByRole('img')).toHaveLength(25));
    const cats = screen.getByRole('article', { name: 'val/cat' });
    expect(within(cats).getAllByRole('img')).toHaveLength(1);
    expect(within(cats).getByText('1 of 25 runs')).toBeVisible();
    expect(screen.getByText(/^Of the first 25 of 30 runs/)).toBeVisible();
    // A root and a folder of each.
    expect(asked).toHaveLength(50);
  });

  it('are found by name', async () => {
    putInSight();
    keepDogs();
    const router = openPage('/experiments/1/charts?view=images');
    await screen.findByRole('img', { name: 'dog of run a' }, LONG);
    await userEvent.type(screen.getByLabelText('Find images by a regular expression'), '^val/');
    await waitFor(() => expect(screen.queryByRole('article', { name: 'dog' })).not.toBeInTheDocument());
    expect(image('a', 'val/cat')).toBeInTheDocument();
    expect(router.state.location.search).toMatchObject({ image: '^val/' });
  });

  it('are in the page when their card comes into sight, and not before', async () => {
    let see: (() => void) | undefined;
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
          see = () => tell([{ isIntersecting: true }]);
        }
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    keepDogs();
    openPage('/experiments/1/charts?view=images&image=dog');
    await screen.findByRole('article', { name: 'dog' }, LONG);
    await screen.findByRole('slider', { name: 'Step' });
    expect(screen.queryByRole('img', { name: /^dog/ })).not.toBeInTheDocument();
    see?.();
    expect(await screen.findByRole('img', { name: 'dog of run a' })).toBeInTheDocument();
  });
});
