import { Button } from '@mantine/core';
import { createLazyRoute, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { CodeSnippet } from '@/components/CodeSnippet';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { useEndpoints } from '@/features/endpoints/api/listEndpoints';
import { EndpointDialog } from '@/features/endpoints/components/EndpointDialog';
import { EndpointsTable } from '@/features/endpoints/components/EndpointsTable';
import { serverUrl } from '@/lib/http';

export const Route = createLazyRoute('/endpoints')({ component: EndpointsPage });

function EndpointsPage() {
  const { data: endpoints, error, refetch } = useEndpoints();
  const [opening, setOpening] = useState(false);
  const navigate = useNavigate();
  return (
    <Page title="Endpoints" actions={<Button onClick={() => setOpening(true)}>Open an endpoint</Button>}>
      {error !== null ? (
        <ErrorState error={error} doing="load the endpoints" onRetry={() => void refetch()} />
      ) : endpoints === undefined ? (
        <Loading what="endpoints" />
      ) : endpoints.length > 0 ? (
        <EndpointsTable endpoints={endpoints} />
      ) : (
        <EmptyState title="No endpoint is open">
          <p>An endpoint serves the version of a model that it follows, by an alias or a stage. Open one:</p>
          <CodeSnippet
            label="Shell"
            code={`curl -X POST ${serverUrl('api/millrace/v1/endpoints')} \\
  -H 'Content-Type: application/json' \\
  -d '{"name": "my-endpoint", "model_name": "my-model", "alias": "champion"}'
`}
          />
        </EmptyState>
      )}
      {opening && (
        <EndpointDialog
          onSaved={({ name }) =>
            void navigate({ to: '/endpoints/$endpointName', params: { endpointName: name } })
          }
          onClose={() => setOpening(false)}
        />
      )}
    </Page>
  );
}
