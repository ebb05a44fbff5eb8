import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { useRuns } from '@/features/runs/api/searchRuns';
import { useLiveRuns } from '@/features/runs/hooks/useLiveRuns';
import { run } from '@/testing/runsServer';
import { server } from '@/testing/server';

const view = { experimentId: '1', filter: 'metrics.loss < 1', stage: undefined };

/** The list of a view, and how often it was read. */
function renderLive() {
  const state = { reads: 0, matches: false, status: 'RUNNING' };
  server.use(
    http.post('*/api/2.0/mlflow/runs/search', async ({ request }) => {
      const { filter } = (await request.json()) as { filter: string };
      const listed = run('a', 'first');
      listed.info.status = state.status;
      if (filter === view.filter) {
        state.reads++;
        return HttpResponse.json({ runs: [listed], next_page_token: 'more' });
      }
      if (filter.startsWith('(') && !state.matches) return HttpResponse.json({});
      const found = [listed, run('b', 'second')].filter(({ info }) => filter.includes(`'${info.run_id}'`));
      return HttpResponse.json({ runs: found });
    }),
  );
  const client = new QueryClient();
  const { result } = renderHook(
    () => ({ list: useRuns({ ...view, orderBy: [] }, true), live: useLiveRuns(view) }),
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  );
  return { state, result };
}

it('reads the list again for a run that the filter finds, once, and for no other', async () => {
  const { state, result } = renderLive();
  await waitFor(() => expect(result.current.list.data).toBeDefined());
  await act(() => result.current.live.onChanges(new Set(['b'])));
  expect(state.reads).toBe(1);
  state.matches = true;
  await act(() => result.current.live.onChanges(new Set(['b'])));
  await waitFor(() => expect(state.reads).toBe(2));
  // It stands on a page that is not loaded.
  await act(() => result.current.live.onChanges(new Set(['b'])));
  expect(state.reads).toBe(2);
  expect(result.current.live.newRuns).toBe(0);
});

it('tells of new runs, and moves nothing, where the list is scrolled', async () => {
  const { state, result } = renderLive();
  await waitFor(() => expect(result.current.list.data).toBeDefined());
  state.matches = true;
  result.current.live.onAtTop(false);
  await act(() => result.current.live.onChanges(new Set(['a', 'b'])));
  expect(result.current.live.newRuns).toBe(1);
  expect(state.reads).toBe(1);
});

it('shows how a listed run stands, also where the filter finds it no more', async () => {
  const { state, result } = renderLive();
  await waitFor(() => expect(result.current.list.data).toBeDefined());
  state.status = 'FINISHED';
  await act(() => result.current.live.onChanges(new Set(['a'])));
  await waitFor(() => expect(result.current.list.data?.pages[0]?.runs[0]?.status).toBe('FINISHED'));
  expect(state.reads).toBe(1);
});
