import type { Known, Schema } from '@/lib/api';
import type { Tag } from '@/lib/tags';

/** MLflow's `Experiment`. */
export type Experiment = Known<
  Schema<'Experiment'>,
  'experiment_id' | 'name' | 'lifecycle_stage',
  { lifecycle_stage: 'active' | 'deleted'; tags: Tag[] }
>;
