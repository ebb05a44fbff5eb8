import { QueryClient } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { versionMetricsQueryOptions } from '@/features/models/api/versionMetrics';
import { server } from '@/testing/server';

it('asks for the same metrics of all versions, where they are too many for one answer', async () => {
  const asked: [number, string[]][] = [];
  server.use(
    http.get('*/api/millrace/v1/models/wine/metrics', ({ request }) => {
      const query = new URL(request.url).searchParams;
      const [versions, metrics] = [query.getAll('versions'), query.getAll('metric_keys')];
      asked.push([versions.length, metrics]);
      const isNewest = versions.includes('300');
      // The older ones have f1 too, but each part tells its own first metrics by itself.
      const told = metrics.length > 0 ? metrics : isNewest ? ['f1'] : ['auc'];
      return HttpResponse.json({
        keys: isNewest
          ? [
              { key: 'f1', versions: 60 },
              { key: 'system/cpu', versions: 200 },
            ]
          : [
              { key: 'auc', versions: 90 },
              { key: 'f1', versions: 50 },
              { key: 'loss', versions: 100 },
            ],
        complete: true,
        versions: versions.map((version) => ({
          version,
          metrics: told.map((key) => ({ key, last: Number(version) })),
        })),
      });
    }),
  );
  const versions = Array.from({ length: 300 }, (_, index) => String(300 - index));
  const { keys, told, values } = await new QueryClient().fetchQuery(
    versionMetricsQueryOptions('wine', { versions }),
  );
  expect(asked).toEqual([
    [200, []],
    [100, ['f1']],
  ]);
  expect(values.get('1')?.get('f1')?.last).toBe(1);
  expect([...told]).toEqual(['f1']);
  expect(keys).toEqual([
    { key: 'f1', versions: 110 },
    { key: 'loss', versions: 100 },
    { key: 'auc', versions: 90 },
    { key: 'system/cpu', versions: 200 },
  ]);
});
