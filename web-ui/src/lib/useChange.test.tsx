import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { useChange } from '@/lib/useChange';

/** A list of things and one of them on a page, with a change that takes that one away. */
function renderPage(send: () => Promise<unknown>) {
  const read: string[] = [];
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked = (name: string) => () => {
    read.push(name);
    return Promise.resolve(name);
  };
  const { result } = renderHook(
    () => {
      const list = useQuery({ queryKey: ['things'], queryFn: asked('list') });
      const one = useQuery({ queryKey: ['things', 'one', 'parts'], queryFn: asked('one') });
      const remove = useChange(send, { reads: [['things']], forgets: (name: string) => ['things', name] });
      return { ready: list.isSuccess && one.isSuccess, remove };
    },
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  );
  return { read, result };
}

it('reads again what is left, and does not ask for what is gone', async () => {
  const { read, result } = renderPage(() => Promise.resolve());
  await waitFor(() => expect(result.current.ready).toBe(true));
  await act(() => result.current.remove.mutateAsync('one'));
  expect(read).toEqual(['list', 'one', 'list']);
});

it('reads all again where the change failed', async () => {
  const { read, result } = renderPage(() => Promise.reject(new Error('no')));
  await waitFor(() => expect(result.current.ready).toBe(true));
  await act(() => result.current.remove.mutateAsync('one').catch(() => undefined));
  expect(read).toEqual(['list', 'one', 'list', 'one']);
});
