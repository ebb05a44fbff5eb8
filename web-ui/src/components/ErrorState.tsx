import { Button } from '@mantine/core';
import { EmptyState } from '@/components/EmptyState';
import { Fault } from '@/components/Fault';
import { ServerUnreachableError } from '@/lib/http';

interface ErrorStateProps {
  error: Error;
  /** What was being done: "load the runs". */
  doing: string;
  onRetry?: () => void;
}

export function ErrorState({ error, doing, onRetry }: ErrorStateProps) {
  const lost = error instanceof ServerUnreachableError;
  return (
    <div role="alert">
      <EmptyState title={`Could not ${doing}`}>
        <div>
          {lost ? (
            'The server does not answer. This page goes on by itself when it is back.'
          ) : (
            <Fault message={error.message} />
          )}
        </div>
        {onRetry !== undefined && (
          <div>
            <Button variant="default" size="xs" onClick={onRetry}>
              Try again
            </Button>
          </div>
        )}
      </EmptyState>
    </div>
  );
}
