import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { listFilesBelow } from '@/features/artifacts/api/listFilesBelow';
import { server } from '@/testing/server';

function keep(list: (folder: string) => { path: string; is_dir: boolean }[]) {
  const asked: string[] = [];
  server.use(
    http.get('*/api/2.0/mlflow-artifacts/artifacts', ({ request }) => {
      const folder = new URL(request.url).searchParams.get('path') ?? '';
      asked.push(folder);
      return HttpResponse.json({ files: list(folder) });
    }),
  );
  return asked;
}

it('finds files in folders, those near the root first', async () => {
  keep((folder) =>
    folder === '1/a'
      ? [
          { path: 'plots', is_dir: true },
          { path: 'note.txt', is_dir: false },
        ]
      : [{ path: 'roc.png', is_dir: false }],
  );
  expect(await listFilesBelow('1/a', 30)).toEqual({ paths: ['note.txt', 'plots/roc.png'], cut: false });
});

it('looks into no more folders than can be waited for, and says so', async () => {
  const asked = keep(() => [
    { path: 'deeper', is_dir: true },
    { path: 'weights.bin', is_dir: false },
  ]);
  const { paths, cut } = await listFilesBelow('1/a', 30);
  expect(cut).toBe(true);
  expect(asked).toHaveLength(30);
  expect(paths).toHaveLength(30);
});

it('looks into the folder of log_image before those that may be many', async () => {
  const asked = keep((folder) =>
    folder === '1/a'
      ? ['checkpoint-1', 'checkpoint-2', 'images'].map((path) => ({ path, is_dir: true }))
      : [],
  );
  await listFilesBelow('1/a', 2);
  expect(asked).toEqual(['1/a', '1/a/images']);
});
