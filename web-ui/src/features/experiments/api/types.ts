import type { Tag } from '@/lib/tags';

/** MLflow's `Experiment`. */
export interface Experiment {
  experiment_id: string;
  name: string;
  artifact_location?: string;
  lifecycle_stage: 'active' | 'deleted';
  creation_time?: number;
  last_update_time?: number;
  tags?: Tag[];
}
