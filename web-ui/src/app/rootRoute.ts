import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
import { AppShell } from '@/app/shell/AppShell';
import { PageMissing } from '@/app/shell/pages';

/** What routes have at hand before their pages are there. */
interface RouterContext {
  queries: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: AppShell,
  notFoundComponent: PageMissing,
});
