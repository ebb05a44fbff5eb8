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

export interface Endpoint {
  name: string;
  model_name: string;
  alias: string;
  live_version?: string;
  /** READY while a version answers, else how far the newest candidate has come. */
  live_state?: DeploymentState;
  created_at: number;
  /** Of the live version. */
  signature?: Signature;
  deployments?: Deployment[];
  /** Every server that is alive, the answering one too. */
  replicas?: Replica[];
}

/** A server behind an endpoint. */
export interface Replica {
  name: string;
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
  /** That of the last transition. */
  state: DeploymentState;
  reason?: string;
  started_at: number;
  ended_at?: number;
  transitions?: Transition[];
}
