import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Note } from '@/components/Note';
import { Page } from '@/components/Page';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useEndpoint } from '@/features/endpoints/api/getEndpoint';
import { AccessSection } from '@/features/endpoints/components/AccessSection';
import { EndpointTryIt } from '@/app/routes/EndpointTryIt';
import { CallIt } from '@/features/endpoints/components/CallIt';
import { CanarySection } from '@/features/endpoints/components/CanarySection';
import { DeploymentsTable } from '@/features/endpoints/components/DeploymentsTable';
import { DeploymentStatePill } from '@/features/endpoints/components/DeploymentStatePill';
import { EndpointDialog } from '@/features/endpoints/components/EndpointDialog';
import { LiveVersion } from '@/features/endpoints/components/LiveVersion';
import { OptionsSection } from '@/features/endpoints/components/OptionsSection';
import { ReplicasTable } from '@/features/endpoints/components/ReplicasTable';
import { RequestsSection } from '@/features/endpoints/components/RequestsSection';
import { SwapsTable } from '@/features/endpoints/components/SwapsTable';
import { TrafficTable } from '@/features/endpoints/components/TrafficTable';
import { VariantsSection } from '@/features/endpoints/components/VariantsSection';
import { followedText } from '@/lib/followed';
import { isNotFound, serverUrl } from '@/lib/http';

export const Route = createLazyRoute('/endpoints/$endpointName')({ component: EndpointPage });

function EndpointPage() {
  const { endpointName } = Route.useParams();
  const { data: endpoint, error, refetch } = useEndpoint(endpointName);
  const [changing, setChanging] = useState(false);

  if (isNotFound(error)) {
    return (
      <NotFound title={`There is no endpoint called ${endpointName}`}>
        <p>
          See the <Link to="/endpoints">endpoints there are</Link>.
        </p>
      </NotFound>
    );
  }
  const invocations = serverUrl(`serving/${encodeURIComponent(endpointName)}/invocations`);
  return (
    <Page
      title={endpointName}
      trail={[
        <Link key="all" to="/endpoints">
          Endpoints
        </Link>,
      ]}
      aside={endpoint !== undefined && <DeploymentStatePill state={endpoint.live_state} />}
      actions={
        endpoint !== undefined && (
          <Button variant="default" onClick={() => setChanging(true)}>
            Change
          </Button>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the endpoint" onRetry={() => void refetch()} />
      ) : endpoint === undefined ? (
        <Loading what="the endpoint" />
      ) : (
        <>
          <Facts
            facts={[
              { name: 'Live version', value: <LiveVersion endpoint={endpoint} /> },
              {
                name: 'Follows',
                value: (
                  <Link to="/models/$modelName" params={{ modelName: endpoint.model_name }}>
                    {followedText(endpoint.model_name, endpoint)}
                  </Link>
                ),
              },
              ...(endpoint.owner === undefined ? [] : [{ name: 'Owner', value: endpoint.owner }]),
              { name: 'Opened', value: <RelativeTime millis={endpoint.created_at} /> },
            ]}
          />
          {endpoint.description !== undefined && <Note text={endpoint.description} />}
          <Section title="Traffic">
            <TrafficTable endpointName={endpointName} />
          </Section>
          <VariantsSection endpoint={endpoint} />
          <CanarySection endpoint={endpoint} />
          <RequestsSection endpointName={endpointName} />
          <Section title="Deployments" count={endpoint.deployments?.length ?? 0}>
            <DeploymentsTable deployments={endpoint.deployments ?? []} />
          </Section>
          {endpoint.replicas !== undefined && endpoint.replicas.length > 1 && (
            <Section title="Servers" count={endpoint.replicas.length}>
              <ReplicasTable replicas={endpoint.replicas} />
            </Section>
          )}
          <Section title="Swaps">
            <SwapsTable endpointName={endpointName} />
          </Section>
          <OptionsSection endpoint={endpoint} />
          <AccessSection endpoint={endpoint} />
          {endpoint.signature !== undefined && (
            <Section title="Try it">
              <EndpointTryIt endpoint={endpoint} signature={endpoint.signature} />
            </Section>
          )}
          {endpoint.signature !== undefined && (
            <Section title="Call it">
              <CallIt
                url={invocations}
                signature={endpoint.signature}
                requiresKey={endpoint.options?.requires_key ?? false}
              />
            </Section>
          )}
          {changing && (
            <EndpointDialog
              endpoint={endpoint}
              onSaved={() => setChanging(false)}
              onClose={() => setChanging(false)}
            />
          )}
        </>
      )}
    </Page>
  );
}
