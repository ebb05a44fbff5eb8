import { Button, SegmentedControl, Switch } from '@mantine/core';
import type { CompareSearch } from '@/features/runs/compareSearch';
import { AddRun } from '@/features/runs/components/AddRun';
import classes from '@/features/runs/components/CompareTable.module.css';

interface CompareToolsProps {
  /** Where other runs are looked for. */
  experimentIds: readonly string[];
  search: CompareSearch;
  onSearch: (change: Partial<CompareSearch>) => void;
  onStep: (step: 1 | -1) => void;
}

/** What of the runs is compared, and how. */
export function CompareTools({ experimentIds, search, onSearch, onStep }: CompareToolsProps) {
  return (
    <div className={classes.tools}>
      <AddRun
        experimentIds={experimentIds}
        present={search.runs ?? []}
        onAdd={(runId) => onSearch({ runs: [...(search.runs ?? []), runId] })}
      />
      <SegmentedControl
        aria-label="Which value of a metric"
        data={[
          { value: 'last', label: 'Last' },
          { value: 'min', label: 'Min' },
          { value: 'max', label: 'Max' },
        ]}
        value={search.value ?? 'last'}
        onChange={(value) => onSearch({ value: value === 'last' ? undefined : value })}
      />
      <Switch
        label="Differences only"
        checked={search.diff ?? false}
        onChange={(event) => onSearch({ diff: event.currentTarget.checked || undefined })}
      />
      <Switch
        label="A row per run"
        checked={search.flip ?? false}
        onChange={(event) => onSearch({ flip: event.currentTarget.checked || undefined })}
      />
      {search.flip === undefined && (
        <Button.Group>
          <Button variant="default" size="xs" title="Key p" onClick={() => onStep(-1)}>
            Previous difference
          </Button>
          <Button variant="default" size="xs" title="Key n" onClick={() => onStep(1)}>
            Next difference
          </Button>
        </Button.Group>
      )}
    </div>
  );
}
