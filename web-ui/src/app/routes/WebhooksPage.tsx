import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { useWebhooks } from '@/features/webhooks/api/listWebhooks';
import { WebhooksTable } from '@/features/webhooks/components/WebhooksTable';

export const Route = createLazyRoute('/webhooks')({ component: WebhooksPage });

function WebhooksPage() {
  const query = useWebhooks();
  const webhooks = query.data?.pages.flatMap((page) => page.webhooks ?? []) ?? [];
  return (
    <Page
      title="Webhooks"
      actions={<Button renderRoot={(props) => <Link to="/webhooks/new" {...props} />}>New webhook</Button>}
    >
      {query.error !== null ? (
        <ErrorState error={query.error} doing="load the webhooks" onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Loading what="webhooks" />
      ) : webhooks.length > 0 ? (
        <>
          <WebhooksTable webhooks={webhooks} />
          <LoadMore query={query} />
        </>
      ) : (
        <EmptyState title="There is no webhook yet">
          <p>
            A webhook sends a POST to a URL when something happens here: a run ends, a model gets a version, a
            promotion moves an alias, an endpoint swaps. Make a new webhook with the URL of the CI job or the
            chat that shall know.
          </p>
        </EmptyState>
      )}
    </Page>
  );
}
