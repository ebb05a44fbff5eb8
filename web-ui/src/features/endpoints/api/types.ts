import type { Followed } from '@/lib/followed';

export type DeploymentState =
  | 'STARTED'
  | 'DOWNLOADED'
  | 'VERIFIED'
  | 'LOADED'
  | 'WARMED'
  | 'READY'
  | 'SWAPPED'
  | 'STANDBY'
  | 'DRAINING'
  | 'FREED'
  | 'FAILED';

/** A model version held by an endpoint. */
export interface Deployment {
  version: string;
  state: DeploymentState;
  reason?: string;
  since: number;
}

export interface Endpoint extends Followed {
  name: string;
  model_name: string;
  owner?: string;
  description?: string;
  live_version?: string;
  /** READY while a version answers, else how far the newest candidate has come. */
  live_state?: DeploymentState;
  created_at: number;
  /** Of the live version. */
  signature?: Signature;
  deployments?: Deployment[];
  /** Further versions behind it. */
  variants?: Variant[];
  /** By which it goes over to another version; without one it swaps at once. */
  canary_plan?: CanaryPlan;
  /** The newest one. */
  canary?: Canary;
  /** How it lets requests in; what is absent is as the server is configured. */
  options?: EndpointOptions;
  /** Every server that is alive, the answering one too. */
  replicas?: Replica[];
}

export interface EndpointOptions {
  max_concurrent_requests?: number;
  max_waiting_requests?: number;
  max_wait_millis?: number;
  withhold_below?: number;
  alert_on_drift?: 'SOME' | 'STRONG';
  requires_key?: boolean;
  /** Requests are scored together that come at the same time. */
  batching?: { max_rows?: number; max_delay_millis?: number };
  /** How tables are held to the columns of the model. */
  input?: {
    extra_columns?: 'REFUSE' | 'IGNORE';
    missing_columns?: 'REFUSE' | 'NULL';
    other_types?: 'REFUSE' | 'CONVERT';
  };
  /** What models are brought up with. */
  runtime?: { threads?: number; workers?: number };
}

/** A key that the endpoint can be asked with; its secret is told once. */
export interface EndpointKey {
  name: string;
  prefix: string;
  /** Of each server; absent where there is no bound. */
  requests_per_second?: number;
  created_at: number;
  expires_at?: number;
}

export interface CreatedEndpointKey {
  key: EndpointKey;
  secret: string;
}

/** A version beside the one that the endpoint follows itself. */
export interface Variant extends Followed {
  name: string;
  /** Its share of the requests, in percent. */
  weight: number;
  shadow?: Shadow;
  live_version?: string;
  live_state?: DeploymentState;
  deployments?: Deployment[];
}

/** Requests are mirrored: so many percent of them. */
export interface Shadow {
  sample?: number;
  tolerance?: number;
}

/** What became of the requests that were mirrored to a variant. */
export interface ShadowReport {
  same: number;
  different: number;
  failed: number;
  dropped: number;
  differences?: { at: number; version: string; shadow_version: string; difference: string }[];
}

export interface CanaryPlan {
  steps?: number[];
  bake_seconds?: number;
  min_requests?: number;
  max_error_rate?: number;
  max_p99_millis?: number;
  max_p99_ratio?: number;
  max_score_shift?: number;
}

export interface Measured {
  requests: number;
  errors: number;
  p99_millis?: number;
}

export interface CanaryStep {
  share: number;
  started_at: number;
  ended_at?: number;
  to: Measured;
  from: Measured;
  /** In standard deviations; Infinity comes as text. */
  score_shift?: number | string;
}

export interface Canary {
  canary_id: number;
  from_version: string;
  to_version: string;
  state: 'RUNNING' | 'DONE' | 'ROLLED_BACK' | 'CANCELLED';
  share: number;
  reason?: string;
  started_at: number;
  ended_at?: number;
  plan: CanaryPlan;
  steps?: CanaryStep[];
}

/** A server behind an endpoint. */
export interface Replica {
  name: string;
  /** Where it can be asked; absent where it did not tell. */
  address?: string;
  started_at: number;
  live_version?: string;
  deployments?: Deployment[];
}

/** MLflow's: columns, or tensors that have a `tensor-spec`. */
export interface Signature {
  inputs: InputSpec[];
}

export interface InputSpec {
  name?: string;
  type: string;
  required?: boolean;
  'tensor-spec'?: { dtype: string; shape: number[] };
}

export interface Transition {
  state: DeploymentState;
  at: number;
}

/** One attempt to bring a version behind the endpoint. */
export interface Swap {
  swap_id: number;
  from_version?: string;
  to_version: string;
  /** That it was brought up for; absent where it is what the endpoint follows itself. */
  variant?: string;
  /** That of the last transition. */
  state: DeploymentState;
  reason?: string;
  started_at: number;
  ended_at?: number;
  transitions?: Transition[];
}

/** How good the predictions of a version were whose ground truth is known. */
export interface VersionQuality {
  version: string;
  kind: 'CLASSIFICATION' | 'REGRESSION';
  rows: number;
  accuracy?: number;
  precision?: number;
  recall?: number;
  f1?: number;
  mae?: number;
  rmse?: number;
  r2?: number;
}

/** A feature, or the prediction, in a window of time against a reference. */
export interface FeatureDrift {
  name: string;
  rows: number;
  missing_share: number;
  out_of_range_share?: number;
  mean?: number;
  ks?: number;
  psi?: number;
  /** Absent where there is no reference. */
  level?: 'NONE' | 'SOME' | 'STRONG';
}

export interface VersionDrift {
  version: string;
  requests: number;
  unread: number;
  reference: { kind: 'WINDOW' | 'TRAINING' | 'FIRST_WINDOW' | 'NONE'; dataset?: string };
  features?: FeatureDrift[];
  prediction?: FeatureDrift;
  mean_confidence?: number;
}

/** The requests of a version since it came up on the server that answers; times are those of the last minutes. */
export interface VersionTraffic {
  version: string;
  requests: number;
  errors: number;
  p50_millis?: number;
  p95_millis?: number;
  p99_millis?: number;
}
