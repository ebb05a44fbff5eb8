import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { useChartedChanges, useChartedRuns } from '@/features/runs/api/chartedRuns';
import { run } from '@/testing/runsServer';
import { server } from '@/testing/server';

const query = { experimentId: '1', filter: 'metrics.loss < 1', selected: [] };

it('reads the runs that changed, and not the others again', async () => {
  const asked: string[] = [];
  const started = (id: string, start_time: number, loss = 0.5) => {
    const { info, data } = run(id, id, { loss });
    return { info: { ...info, start_time }, data };
  };
  server.use(
    http.post('*/api/2.0/mlflow/runs/search', async ({ request }) => {
      const { filter } = (await request.json()) as { filter: string };
      asked.push(filter);
      // Run b has come down, c matches no more, d is new.
      return HttpResponse.json({
        runs: filter.includes('run_id IN')
          ? [started('d', 4), started('b', 2, 0.25)]
          : [started('c', 3), started('b', 2), started('a', 1)],
      });
    }),
  );
  const client = new QueryClient();
  const { result } = renderHook(
    () => ({ charted: useChartedRuns(query), onChanges: useChartedChanges(query) }),
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  );
  await waitFor(() => expect(result.current.charted.data).toBeDefined());
  await act(() => result.current.onChanges(new Set(['b', 'c', 'd'])));
  expect(asked).toEqual(['metrics.loss < 1', "(metrics.loss < 1) AND (run_id IN ('b', 'c', 'd'))"]);
  await waitFor(() =>
    expect(
      result.current.charted.data?.runs.map(({ info, data }) => [info.run_id, data.metrics?.[0]?.value]),
    ).toEqual([
      ['d', 0.5],
      ['b', 0.25],
      ['a', 0.5],
    ]),
  );
});
