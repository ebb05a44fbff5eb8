import type { WireDouble } from '@/lib/format';
import type { Tag } from '@/lib/tags';

export interface Alias {
  alias: string;
  version: string;
}

/** MLflow's `ModelVersion`. */
export interface ModelVersion {
  name: string;
  version: string;
  creation_timestamp: number;
  last_updated_timestamp?: number;
  user_id?: string;
  current_stage?: string;
  description?: string;
  source?: string;
  run_id?: string;
  /** The logged model it was made of. */
  model_id?: string;
  status?: 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION' | 'READY';
  status_message?: string;
  tags?: Tag[];
}

/** MLflow's `RegisteredModel`. */
export interface RegisteredModel {
  name: string;
  creation_timestamp: number;
  last_updated_timestamp?: number;
  description?: string;
  latest_versions?: ModelVersion[];
  tags?: Tag[];
  aliases?: Alias[];
}

/** MLflow's `LoggedModel`, as a run writes it. */
export interface LoggedModel {
  info: {
    model_id: string;
    experiment_id: string;
    name: string;
    artifact_uri: string;
    status?: string;
    creation_timestamp_ms?: number;
    source_run_id?: string;
    tags?: Tag[];
  };
  data?: {
    params?: { key: string; value: string }[];
    metrics?: { key: string; value: WireDouble }[];
  };
}
