import { createRootRoute } from '@tanstack/react-router';
import { AppShell } from '@/app/shell/AppShell';
import { PageMissing } from '@/app/shell/pages';

export const rootRoute = createRootRoute({ component: AppShell, notFoundComponent: PageMissing });
