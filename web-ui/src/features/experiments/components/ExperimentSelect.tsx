import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useExperiments } from '@/features/experiments/api/searchExperiments';

interface ExperimentSelectProps {
  label: string;
  /** What it means that none is chosen: an option, too. */
  none: string;
  /** The ID; empty for none. */
  value: string;
  onChange: (experimentId: string) => void;
}

/** Chooses an experiment by its name; the server finds what is typed. */
export function ExperimentSelect({ label, none, value, onChange }: ExperimentSelectProps) {
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, 250);
  const { data } = useExperiments(settled);
  const options = (data?.pages.flatMap((page) => page.experiments ?? []) ?? []).map((experiment) => ({
    value: experiment.experiment_id,
    label: experiment.name,
  }));
  if (value !== '' && settled === '' && !options.some((option) => option.value === value)) {
    // It is deleted, or not among the last changed.
    options.unshift({ value, label: `Experiment ${value}` });
  }
  options.unshift({ value: '', label: none });
  const shown = options.find((option) => option.value === value)?.label;
  return (
    <Select
      label={label}
      data={options}
      value={value}
      onChange={(id) => onChange(id ?? '')}
      allowDeselect={false}
      searchable
      // Typing takes the place of the name that stands there.
      onFocus={(event) => event.currentTarget.select()}
      nothingFoundMessage="No experiment has this in its name"
      // The name of the one chosen stands in the field, too, and is not looked for.
      onSearchChange={(text) => setTyped(text === shown ? '' : text)}
    />
  );
}
