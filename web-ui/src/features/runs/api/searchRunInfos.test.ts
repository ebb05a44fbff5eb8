import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { searchRunsByName } from '@/features/runs/api/searchRunsByName';
import { run } from '@/testing/runsServer';
import { server } from '@/testing/server';

it('asks for names without what was logged', async () => {
  let asked: unknown;
  server.use(
    http.post('*/api/2.0/mlflow/runs/search', async ({ request }) => {
      asked = await request.json();
      return HttpResponse.json({ runs: [run('a', "ada's")] });
    }),
  );
  const found = await searchRunsByName(['1'], "ada's", 5, new AbortController().signal);
  expect(found.map((info) => info.run_name)).toEqual(["ada's"]);
  expect(asked).toEqual({
    experiment_ids: ['1'],
    filter: "attributes.run_name ILIKE '%ada''s%'",
    order_by: ['attributes.start_time DESC'],
    max_results: 5,
    run_view: 'info',
  });
});
