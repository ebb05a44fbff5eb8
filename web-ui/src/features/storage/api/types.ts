/** What the artifacts take; files of the same content share one object of the store. */
export interface ArtifactUsage {
  files: number;
  bytes: number;
  objects: number;
  stored_bytes: number;
  saved_bytes: number;
  unreferenced_objects: number;
}

/** What lies in the place of an experiment's artifacts. */
export interface ExperimentStorage {
  experiment_id: string;
  name: string;
  lifecycle_stage: 'active' | 'deleted';
  files: number;
  /** Each file counted whole, whoever else has the same content. */
  bytes: number;
}

export interface StorageReport {
  counted_at: number;
  total: ArtifactUsage;
  /** Uploads under way, and what no file refers to any more. */
  waiting: { objects: number; bytes: number; since?: number };
  /** Those with the most bytes. */
  experiments?: ExperimentStorage[];
}

/** A deleted experiment, or a deleted run of one that is not deleted. */
export interface Deleted {
  experiment_id: string;
  experiment_name: string;
  deleted_at: number;
}

export interface DeletedExperiment extends Deleted {
  /** Counted up to 10,000. */
  runs: number;
}

export interface DeletedRun extends Deleted {
  run_id: string;
  run_name: string;
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
