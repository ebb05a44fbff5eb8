import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
  type AnyRouter,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';

/** Renders in the providers of the app, without its pages; links lead nowhere. */
export function renderWithProviders(content: ReactNode) {
  const router = createRouter({
    routeTree: createRootRoute({ component: () => content }),
    history: createMemoryHistory(),
    defaultNotFoundComponent: () => content,
  });
  return renderRouter(router, new QueryClient({ defaultOptions: { queries: { retry: false } } }));
}

/** Renders the pages of a router. */
export function renderRouter(router: AnyRouter, client: QueryClient) {
  return render(
    <MantineProvider env="test">
      <Notifications />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}
