import { createMemoryHistory } from '@tanstack/react-router';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { run } from '@/testing/runsServer';
import { server } from '@/testing/server';

const LONG = { timeout: 15_000 };

const file = (step: number) => ({ path: `dog%step%${step}%timestamp%1%g0b1.png`, is_dir: false });
const kept: Record<string, { path: string; is_dir: boolean }[]> = {
  '1/a/artifacts': [{ path: 'images', is_dir: true }],
  '1/a/artifacts/images': [file(0), file(10)],
  '1/b/artifacts': [{ path: 'images', is_dir: true }],
  '1/b/artifacts/images': [file(0)],
};

it('shows the same picture of each run at a step that the address keeps', async () => {
  server.use(
    http.get('*/api/2.0/mlflow/runs/get', ({ request }) => {
      const id = new URL(request.url).searchParams.get('run_id') ?? '';
      const { info, data } = run(id, `run ${id}`);
      return HttpResponse.json({
        run: { info: { ...info, artifact_uri: `mlflow-artifacts:/1/${id}/artifacts` }, data },
      });
    }),
    http.get('*/api/2.0/mlflow-artifacts/artifacts', ({ request }) =>
      HttpResponse.json({ files: kept[new URL(request.url).searchParams.get('path') ?? ''] ?? [] }),
    ),
  );
  const router = createAppRouter(
    createMemoryHistory({ initialEntries: ['/compare-runs?runs=["a","b"]&view=images'] }),
  );
  renderRouter(router, createQueryClient());
  const image = (id: string) => screen.getByRole('img', { name: `dog of run ${id}` });
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
