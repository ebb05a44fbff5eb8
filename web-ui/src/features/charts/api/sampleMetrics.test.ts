import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { sampleMetric, type Sampling } from '@/features/charts/api/sampleMetrics';
import { server } from '@/testing/server';

const sampling: Sampling = { x: 'step', width: 300 };

it('asks at once for what charts ask at the same moment, a few keys a request', async () => {
  const asked: string[][] = [];
  server.use(
    http.get('*/api/millrace/v1/metrics/sample', ({ request }) => {
      const keys = new URL(request.url).searchParams.getAll('metric_keys');
      asked.push(keys);
      return HttpResponse.json({
        series: keys.map((key) => ({
          run_id: 'a',
          metric_key: key,
          count: 1,
          exact: true,
          columns: { steps: [3], timestamps: [4], values: ['NaN'] },
        })),
      });
    }),
  );
  const keys = ['k0', 'k1', 'k2', 'k3', 'k4'];
  const answers = await Promise.all(keys.map((key) => sampleMetric(['a'], key, sampling)));
  expect(asked).toEqual([['k0', 'k1', 'k2', 'k3'], ['k4']]);
  expect(answers.map(([one]) => one?.key)).toEqual(keys);
  expect(answers[0]?.[0]).toMatchObject({ steps: [3], timestamps: [4], values: [Number.NaN] });
});

it('keeps apart what differs in more than the key', async () => {
  let requests = 0;
  server.use(
    http.get('*/api/millrace/v1/metrics/sample', () => {
      requests++;
      return HttpResponse.json({});
    }),
  );
  const answers = await Promise.all([
    sampleMetric(['a'], 'loss', sampling),
    sampleMetric(['b'], 'loss', sampling),
    sampleMetric(['a'], 'loss', { ...sampling, start: 1, end: 2 }),
  ]);
  expect(requests).toBe(3);
  expect(answers).toEqual([[], [], []]);
});
