import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from '@/features/webhooks/components/WebhookForm.module.css';
import type { WebhookDraft } from '@/features/webhooks/draft';

interface ThresholdFieldsProps {
  draft: WebhookDraft;
  onChange: (part: Partial<WebhookDraft>) => void;
  /** Chooses the experiment; another feature knows them. */
  experiment: ReactNode;
}

/** The metric and the bound that `metric.threshold_crossed` waits for. */
export function ThresholdFields({ draft, onChange, experiment }: ThresholdFieldsProps) {
  const bad = draft.bound.trim() !== '' && !Number.isFinite(Number(draft.bound));
  return (
    <div className={classes.row} role="group" aria-label="Threshold">
      <TextInput
        label="Metric"
        placeholder="val_loss"
        required
        value={draft.metric}
        onChange={(event) => onChange({ metric: event.currentTarget.value })}
      />
      <Select
        label="Goes"
        data={['above', 'below']}
        value={draft.side}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ side: value })}
      />
      <TextInput
        label="Bound"
        placeholder="0.1"
        required
        inputMode="decimal"
        error={bad ? 'This is no number, such as 0.1 or 1e-5.' : undefined}
        value={draft.bound}
        onChange={(event) => onChange({ bound: event.currentTarget.value })}
      />
      {experiment}
    </div>
  );
}
