import type { AnswerTo, Known, Schema } from '@/lib/api';

export type Direction = 'up' | 'down' | 'both';

/**
 * Its node is kind and id, as the edges name it; its distance is in steps from the node that was asked
 * for, negative towards what it came from; this server keeps those that are known.
 */
export type LineageNode = Known<Schema<'Node'>, 'node' | 'kind' | 'id' | 'distance' | 'known'>;

export type NodeKind = LineageNode['kind'];

export type LineageEdge = Known<Schema<'Edge'>, 'from' | 'to' | 'kind'>;

export type EdgeKind = LineageEdge['kind'];

export type Lineage = Known<
  AnswerTo<'GET /api/millrace/v1/lineage'>,
  'truncated',
  { nodes: LineageNode[]; edges: LineageEdge[] }
>;

export type RecordedDataset = Known<
  Schema<'Recorded'>,
  'experiment_id' | 'name' | 'digest' | 'source_type' | 'source'
>;

export type RunUse = Known<
  Schema<'RunUse'>,
  'run_id' | 'run_name' | 'experiment_id' | 'status' | 'start_time' | 'lifecycle_stage',
  { status: Schema<'RunStatus'>; lifecycle_stage: 'active' | 'deleted' }
>;

export type ModelUse = Known<Schema<'ModelUse'>, 'model_id'>;

export type VersionUse = Known<Schema<'VersionUse'>, 'name' | 'version'>;

export type EndpointUse = Known<Schema<'EndpointUse'>, 'name' | 'serves_now'>;

/** One page of a dataset's uses. */
export type DatasetUses = Known<
  AnswerTo<'GET /api/millrace/v1/datasets/{digest}'>,
  'digest' | 'truncated',
  {
    datasets: RecordedDataset[];
    runs: RunUse[];
    models: ModelUse[];
    versions: VersionUse[];
    endpoints: EndpointUse[];
  }
>;
