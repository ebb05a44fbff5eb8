import type { AnswerTo, Known, Schema } from '@/lib/api';

export type Direction = 'up' | 'down' | 'both';

/**
 * Its node is kind and id, as the edges name it; its distance is in steps from the node that was asked
 * for, negative towards what it came from; this server keeps those that are known.
 */
export type LineageNode = Schema<'Node'>;

export type NodeKind = LineageNode['kind'];

export type LineageEdge = Schema<'Edge'>;

export type EdgeKind = LineageEdge['kind'];

export type Lineage = Known<
  AnswerTo<'GET /api/millrace/v1/lineage'>,
  never,
  { nodes: LineageNode[]; edges: LineageEdge[] }
>;

export type RecordedDataset = Schema<'Recorded'>;

export type RunUse = Known<
  Schema<'RunUse'>,
  never,
  { status: Schema<'RunStatus'>; lifecycle_stage: 'active' | 'deleted' }
>;

export type ModelUse = Schema<'ModelUse'>;

export type VersionUse = Schema<'VersionUse'>;

export type EndpointUse = Schema<'EndpointUse'>;

/** One page of a dataset's uses. */
export type DatasetUses = Known<
  AnswerTo<'GET /api/millrace/v1/datasets/{digest}'>,
  never,
  {
    datasets: RecordedDataset[];
    runs: RunUse[];
    models: ModelUse[];
    versions: VersionUse[];
    endpoints: EndpointUse[];
  }
>;
