import { Group, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCanaryOrder } from '@/features/endpoints/api/saveCanary';
import type { CanaryPlan } from '@/features/endpoints/api/types';
import { FormDialog } from '@/components/FormDialog';
import { parseSteps } from '@/features/endpoints/planText';

interface CanaryPlanDialogProps {
  endpointName: string;
  plan?: CanaryPlan;
  onClose: () => void;
}

type Bound = Exclude<keyof CanaryPlan, 'steps'>;

const fields: { bound: Bound; label: string; description: string; required?: boolean }[] = [
  { bound: 'bake_seconds', label: 'Seconds', description: 'Each step, at least', required: true },
  { bound: 'min_requests', label: 'Requests', description: 'Each step, at least', required: true },
  {
    bound: 'max_error_rate',
    label: 'Errors',
    description: 'Share above the version before',
    required: true,
  },
  { bound: 'max_p99_millis', label: 'p99, ms', description: 'Empty: no bound' },
  { bound: 'max_p99_ratio', label: 'p99, times the one before', description: 'Empty: no bound' },
  { bound: 'max_score_shift', label: 'Score shift', description: 'In standard deviations' },
];

const initial: CanaryPlan = { bake_seconds: 300, min_requests: 100, max_error_rate: 0.01 };

/** By which steps an endpoint goes over to another version, and what sends it back. */
export function CanaryPlanDialog({ endpointName, plan, onClose }: CanaryPlanDialogProps) {
  const [steps, setSteps] = useState((plan?.steps ?? [5, 25, 50, 100]).join(', '));
  const [bounds, setBounds] = useState<CanaryPlan>(plan ?? initial);
  const order = useCanaryOrder(endpointName);
  const shares = parseSteps(steps);
  const complete = fields.every(({ bound, required }) => !required || bounds[bound] !== undefined);
  return (
    <FormDialog
      title="Go over to new versions step by step"
      verb="Save plan"
      ready={shares !== undefined && complete}
      pending={order.isPending}
      error={order.error}
      onSubmit={() =>
        order.mutate({ do: 'plan', plan: { ...bounds, steps: shares } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <TextInput
        label="Steps"
        description="Shares of the requests in percent, each greater than the one before"
        required
        data-autofocus
        value={steps}
        onChange={(event) => setSteps(event.currentTarget.value)}
      />
      {[fields.slice(0, 2), fields.slice(2, 4), fields.slice(4)].map((row) => (
        <Group key={row[0]?.bound} grow align="start" gap="sm">
          {row.map(({ bound, label, description, required }) => (
            <NumberInput
              key={bound}
              label={label}
              description={description}
              required={required}
              min={0}
              value={bounds[bound] ?? ''}
              onChange={(next) =>
                setBounds((previous) => ({ ...previous, [bound]: next === '' ? undefined : Number(next) }))
              }
            />
          ))}
        </Group>
      ))}
    </FormDialog>
  );
}
