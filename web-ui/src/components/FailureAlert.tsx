import { Alert, type AlertProps } from '@mantine/core';

interface FailureAlertProps extends Pick<AlertProps, 'title' | 'mb' | 'mt'> {
  error: Error | null;
}

/** Why something that was asked for was not done; nothing where nothing failed. */
export function FailureAlert({ error, ...alert }: FailureAlertProps) {
  if (error === null) return null;
  return (
    <Alert color="red" variant="light" role="alert" {...alert}>
      {error.message}
    </Alert>
  );
}
