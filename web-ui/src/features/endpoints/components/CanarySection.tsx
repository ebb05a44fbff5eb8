import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { StatusPill, type Tone } from '@/components/StatusPill';
import { useCanaryOrder } from '@/features/endpoints/api/saveCanary';
import type { Canary, Endpoint } from '@/features/endpoints/api/types';
import { CanaryPlanDialog } from '@/features/endpoints/components/CanaryPlanDialog';
import { errorRate, formatCount, p99, scoreShift } from '@/features/endpoints/numbers';
import { planText } from '@/features/endpoints/planText';

const states: Record<Canary['state'], { tone: Tone; text: string }> = {
  RUNNING: { tone: 'busy', text: 'Running' },
  DONE: { tone: 'good', text: 'Done' },
  ROLLED_BACK: { tone: 'bad', text: 'Rolled back' },
  CANCELLED: { tone: 'idle', text: 'Given up' },
};

/** How an endpoint goes over to another version, and how far its newest canary is. */
export function CanarySection({ endpoint }: { endpoint: Endpoint }) {
  const [planning, setPlanning] = useState(false);
  const order = useCanaryOrder(endpoint.name);
  const { canary_plan: plan, canary } = endpoint;
  return (
    <Section
      title="Canary"
      actions={
        <Group gap="xs">
          {canary?.state === 'RUNNING' && (
            <>
              <Button
                variant="default"
                size="xs"
                disabled={order.isPending}
                onClick={() => order.mutate({ do: 'rollback', reason: 'asked for on the page' })}
              >
                Roll back
              </Button>
              <Button
                variant="default"
                size="xs"
                disabled={order.isPending}
                onClick={() => order.mutate({ do: 'promote' })}
              >
                Promote now
              </Button>
            </>
          )}
          {plan !== undefined && (
            <Button
              variant="default"
              size="xs"
              disabled={order.isPending}
              onClick={() => order.mutate({ do: 'remove' })}
            >
              Remove plan
            </Button>
          )}
          <Button variant="default" size="xs" onClick={() => setPlanning(true)}>
            {plan === undefined ? 'Make a plan' : 'Change plan'}
          </Button>
        </Group>
      }
    >
      <p className="muted">
        {plan === undefined
          ? 'Without a plan the endpoint swaps at once when what it follows moves.'
          : planText(plan)}
      </p>
      {order.error !== null && <p role="alert">{order.error.message}</p>}
      {canary !== undefined && <CanaryProgress canary={canary} />}
      {planning && (
        <CanaryPlanDialog endpointName={endpoint.name} plan={plan} onClose={() => setPlanning(false)} />
      )}
    </Section>
  );
}

function CanaryProgress({ canary }: { canary: Canary }) {
  const { tone, text } = states[canary.state];
  return (
    <>
      <Group gap="sm" my="xs">
        <StatusPill tone={tone}>{text}</StatusPill>
        <span>{`v${canary.from_version} → v${canary.to_version}, ${canary.share} % of the requests`}</span>
        <RelativeTime millis={canary.ended_at ?? canary.started_at} />
      </Group>
      {canary.reason !== undefined && <p>{canary.reason}</p>}
      <DataTable
        label="Steps of the canary"
        rows={canary.steps ?? []}
        rowKey={(step) => step.started_at}
        columns={[
          { header: 'Share', numeric: true, cell: (step) => `${step.share} %` },
          { header: 'Began', cell: (step) => <RelativeTime millis={step.started_at} /> },
          {
            header: 'Requests, new / before',
            numeric: true,
            cell: ({ to, from }) => `${formatCount(to.requests)} / ${formatCount(from.requests)}`,
          },
          {
            header: 'Errors',
            numeric: true,
            cell: ({ to, from }) => `${errorRate(to)} / ${errorRate(from)}`,
          },
          { header: 'p99', numeric: true, cell: ({ to, from }) => `${p99(to)} / ${p99(from)}` },
          { header: 'Score shift', numeric: true, cell: scoreShift },
        ]}
      />
    </>
  );
}
