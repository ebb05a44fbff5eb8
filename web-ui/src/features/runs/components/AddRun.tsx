import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { searchRunsByName } from '@/features/runs/api/searchRunsByName';
import { nameOf } from '@/features/runs/runFacts';

interface AddRunProps {
  experimentIds: readonly string[];
  /** Runs that are there already. */
  present: readonly string[];
  onAdd: (runId: string) => void;
}

const SHOWN = 30;
/** As many as one comparison holds. */
const MOST_RUNS = 100;

/** Finds a run of the same experiments by its name and adds it. */
export function AddRun({ experimentIds, present, onAdd }: AddRunProps) {
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, 250);
  const { data = [], error } = useQuery({
    queryKey: ['runs', 'by-name', experimentIds, settled],
    queryFn: ({ signal }) => searchRunsByName(experimentIds, settled, SHOWN, signal),
    enabled: experimentIds.length > 0,
    placeholderData: (previous) => previous,
  });
  if (experimentIds.length === 0 || present.length >= MOST_RUNS) return null;
  return (
    <Select
      w={220}
      aria-label="Add a run"
      placeholder="Add a run"
      data={data
        .filter((run) => !present.includes(run.run_id))
        .map((run) => ({ value: run.run_id, label: nameOf(run) }))}
      value={null}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={
        error === null
          ? 'No other run has this in its name'
          : `The runs could not be searched: ${error.message}`
      }
      onChange={(runId) => {
        if (runId === null) return;
        onAdd(runId);
        setTyped('');
      }}
    />
  );
}
