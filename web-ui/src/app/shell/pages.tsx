import { Button } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { EmptyState } from '@/components/EmptyState';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';

export function PageMissing() {
  return (
    <NotFound title="There is no page at this address">
      <p>
        Go to the <Link to="/experiments">experiments</Link>, the <Link to="/models">models</Link>, the{' '}
        <Link to="/endpoints">endpoints</Link> or the <Link to="/webhooks">webhooks</Link>.
      </p>
    </NotFound>
  );
}

/** A fault of the page itself, or a part of it that could not be loaded after an upgrade of the server. */
export function PageFailed({ error }: ErrorComponentProps) {
  return (
    <Page title="This page failed">
      <div role="alert">
        <EmptyState title={error instanceof Error ? error.message : 'Something unexpected happened'}>
          <p>If the server was upgraded while this page was open, loading it again helps.</p>
          <div>
            <Button variant="default" size="xs" onClick={() => window.location.reload()}>
              Load again
            </Button>
          </div>
        </EmptyState>
      </div>
    </Page>
  );
}
