import type { ReactNode } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { Page } from '@/components/Page';

/** A page that says what does not exist and where to go instead. */
export function NotFound({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Page title="Not found">
      <EmptyState title={title}>{children}</EmptyState>
    </Page>
  );
}
