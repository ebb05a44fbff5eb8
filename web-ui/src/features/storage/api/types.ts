/** What the artifacts take; files of the same content share one object of the store. */
export interface ArtifactUsage {
  files: number;
  bytes: number;
  objects: number;
  stored_bytes: number;
  saved_bytes: number;
  unreferenced_objects: number;
}

export interface DeletedRun {
  run_id: string;
  run_name: string;
  user_id: string;
  experiment_id: string;
  experiment_name: string;
  /** `deleted`: the run comes back with its experiment. */
  experiment_stage: 'active' | 'deleted';
  start_time: number;
  deleted_time: number;
}

export interface DeletedExperiment {
  experiment_id: string;
  name: string;
  last_update_time?: number;
}

/** What is to be removed for good: by age, or by IDs. */
export interface PurgeTarget {
  older_than?: string;
  experiment_ids?: string[];
  run_ids?: string[];
}

/** What a purge removed, or would remove. */
export interface PurgeResult {
  runs: number;
  experiments: number;
  logged_models: number;
  metric_points: number;
  files: number;
  bytes: number;
  kept_files: number;
  kept_bytes: number;
  /** Deleted experiments that stay, because runs are left in them. */
  remaining_experiments?: string[];
  /** Otherwise the same request goes on with it. */
  done: boolean;
}
