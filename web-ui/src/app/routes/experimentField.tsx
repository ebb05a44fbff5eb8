import { ExperimentSelect } from '@/features/experiments/components/ExperimentSelect';

/** Where a webhook looks for its metric. */
export function experimentField(value: string, onChange: (experimentId: string) => void) {
  return <ExperimentSelect label="Experiment" none="All experiments" value={value} onChange={onChange} />;
}
