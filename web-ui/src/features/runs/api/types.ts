import type { AnswerTo, Known, Schema } from '@/lib/api';
import type { WireDouble } from '@/lib/format';
import type { Tag } from '@/lib/tags';

export type RunStatus = Schema<'RunStatus'>;

/** MLflow's `RunInfo`. */
export type RunInfo = Known<Schema<'RunInfo'>, never, { lifecycle_stage: 'active' | 'deleted' }>;

export type Metric = Known<Schema<'Metric'>, 'key' | 'value' | 'timestamp', { value: WireDouble }>;

export type Param = Known<Schema<'Param'>, 'key' | 'value'>;

type Dataset = Known<NonNullable<Schema<'DatasetInput'>['dataset']>, 'name' | 'digest'>;

export type DatasetInput = Known<Schema<'DatasetInput'>, 'dataset', { dataset: Dataset; tags: Tag[] }>;

type RunData = Known<Schema<'RunData'>, never, { metrics: Metric[]; params: Param[]; tags: Tag[] }>;
type RunInputs = Known<Schema<'RunInputs'>, never, { dataset_inputs: DatasetInput[] }>;
type RunOutputs = Known<
  Schema<'RunOutputs'>,
  never,
  { model_outputs: Known<Schema<'ModelOutput'>, 'model_id'>[] }
>;

/** MLflow's `Run`; empty lists are left out on the wire. */
export type Run = Known<
  Schema<'Run'>,
  never,
  { info: RunInfo; data: RunData; inputs: RunInputs; outputs: RunOutputs }
>;

export type FoundRuns = Known<AnswerTo<'POST /api/2.0/mlflow/runs/search'>, never, { runs: Run[] }>;
