import { Button } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { isLoadFailure, useReloadWhenAnswered } from '@/app/shell/loadFailure';
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

/** A fault of the page itself, or a part of it that could not be loaded. */
export function PageFailed({ error }: ErrorComponentProps) {
  const isPart = isLoadFailure(error);
  useReloadWhenAnswered(isPart);
  return (
    <Page title="This page failed">
      <div role="alert">
        <EmptyState
          title={
            isPart
              ? 'A part of this page could not be loaded'
              : error instanceof Error
                ? error.message
                : 'Something unexpected happened'
          }
        >
          <p>
            {isPart
              ? 'The server does not answer, or was upgraded meanwhile. The page loads again by itself as soon as it answers.'
              : 'Loading it again helps where something came in between.'}
          </p>
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
