import { Alert } from '@mantine/core';

export function RestoreFailure({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <Alert color="red" variant="light" role="alert" title="Nothing was restored" mb="sm">
      {error.message}
    </Alert>
  );
}
