export type DeploymentState =
  'DOWNLOADED' | 'VERIFIED' | 'LOADED' | 'WARMED' | 'READY' | 'DRAINING' | 'FREED' | 'FAILED';

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
  live_state?: DeploymentState;
  created_at: number;
  signature?: unknown;
  deployments?: Deployment[];
}

export interface Swap {
  swap_id: string;
  from_version?: string;
  to_version: string;
  state: string;
  reason?: string;
  started_at: number;
  ended_at?: number;
  transitions?: { state: string; at: number }[];
}
