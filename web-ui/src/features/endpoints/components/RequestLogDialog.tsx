import { Button, NumberInput, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useSaveRequestLog } from '@/features/endpoints/api/saveRequestLog';
import type { RequestLogSettings } from '@/features/endpoints/api/requestTypes';
import { FormDialog } from '@/components/FormDialog';

const exports = [
  { value: '', label: 'As the server is configured' },
  { value: 'NONE', label: 'No' },
  { value: 'PARQUET', label: 'As Parquet' },
  { value: 'JSONL', label: 'As JSON Lines' },
];

interface RequestLogDialogProps {
  endpointName: string;
  /** Null where none are kept. */
  settings: RequestLogSettings | null;
  onClose: () => void;
}

/** Which requests are kept, and what of them. */
export function RequestLogDialog({ endpointName, settings, onClose }: RequestLogDialogProps) {
  const [percent, setPercent] = useState<number | ''>((settings?.sample_rate ?? 1) * 100);
  const [days, setDays] = useState<number | ''>(settings?.keep_days ?? 7);
  const [redact, setRedact] = useState(settings?.redact ?? []);
  const [exported, setExported] = useState(settings?.export);
  const save = useSaveRequestLog(endpointName);
  return (
    <FormDialog
      title="Keep requests"
      verb="Save"
      ready={percent !== '' && days !== ''}
      pending={save.isPending}
      error={save.error}
      onSubmit={() =>
        save.mutate(
          { sample_rate: Number(percent) / 100, keep_days: Number(days), redact, export: exported },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <NumberInput
        label="Share of the requests, in percent"
        required
        data-autofocus
        min={0}
        max={100}
        value={percent}
        onChange={(next) => setPercent(next === '' ? '' : Number(next))}
      />
      <NumberInput
        label="Days"
        required
        min={1}
        max={365}
        value={days}
        onChange={(next) => setDays(next === '' ? '' : Number(next))}
      />
      <TagsInput
        label="Redacted columns"
        description="Their values are not kept; press Enter after each"
        value={redact}
        onChange={setRedact}
      />
      <Select
        label="Written to the artifact store"
        description="Each hour once it is over, redacted as here"
        data={exports}
        allowDeselect={false}
        value={exported ?? ''}
        onChange={(next) =>
          setExported(next === 'NONE' || next === 'PARQUET' || next === 'JSONL' ? next : undefined)
        }
      />
      {settings !== null && (
        <Button
          variant="subtle"
          color="red"
          c="var(--mr-bad)"
          size="xs"
          disabled={save.isPending}
          onClick={() => save.mutate(null, { onSuccess: onClose })}
        >
          Keep none, and forget those that were kept
        </Button>
      )}
    </FormDialog>
  );
}
