export type NodeKind = 'dataset' | 'run' | 'model' | 'version' | 'alias' | 'endpoint';
export type EdgeKind = 'read' | 'evaluated' | 'made' | 'registered' | 'named' | 'followed' | 'served';
export type Direction = 'up' | 'down' | 'both';

export interface LineageNode {
  /** Kind and id, as the edges name it. */
  node: string;
  kind: NodeKind;
  id: string;
  /** Steps from the node that was asked for; negative towards what it came from. */
  distance: number;
  /** Whether this server keeps it. */
  known: boolean;
  label?: string;
  experiment_id?: string;
  status?: string;
}

export interface LineageEdge {
  from: string;
  to: string;
  kind: EdgeKind;
  context?: string;
}

export interface Lineage {
  nodes?: LineageNode[];
  edges?: LineageEdge[];
  truncated: boolean;
}

export interface RecordedDataset {
  experiment_id: string;
  name: string;
  digest: string;
  sha256?: string;
  source_type: string;
  source: string;
  schema?: string;
  profile?: string;
}

export interface RunUse {
  run_id: string;
  run_name: string;
  experiment_id: string;
  status: 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';
  start_time: number;
  lifecycle_stage: 'active' | 'deleted';
  contexts?: string[];
}

export interface ModelUse {
  model_id: string;
  name?: string;
  experiment_id?: string;
  contexts?: string[];
}

export interface VersionUse {
  name: string;
  version: string;
  contexts?: string[];
}

export interface EndpointUse {
  name: string;
  serves_now: boolean;
  contexts?: string[];
}

/** One page of a dataset's uses. */
export interface DatasetUses {
  digest: string;
  datasets?: RecordedDataset[];
  runs?: RunUse[];
  models?: ModelUse[];
  versions?: VersionUse[];
  endpoints?: EndpointUse[];
  truncated: boolean;
  next_page_token?: string;
}
