import type { Known, Schema } from '@/lib/api';
import type { WireDouble } from '@/lib/format';

export type DeploymentState = Schema<'DeploymentState'>;

/** A model version held by an endpoint. */
export type Deployment = Known<Schema<'Deployment'>, 'version' | 'state' | 'since'>;

/** Requests are mirrored: so many percent of them. */
export type Shadow = Schema<'Shadow'>;

/** A version beside the one that the endpoint follows itself; its weight is a share of the requests, in percent. */
export type Variant = Known<Schema<'Variant'>, never, { deployments: Deployment[] }>;

/** How an endpoint lets requests in; what is absent is as the server is configured. */
export type EndpointOptions = Schema<'EndpointOptions'>;

/** A key that the endpoint can be asked with; its requests per second are of each server, and may have no bound. */
export type EndpointKey = Schema<'EndpointKey'>;

/** The secret is told once. */
export type CreatedEndpointKey = Known<Schema<'CreatedEndpointKey'>, never, { key: EndpointKey }>;

/** What became of the requests that were mirrored to a variant. */
export type ShadowReport = Known<
  Schema<'ShadowReport'>,
  never,
  { differences: Required<Schema<'Difference'>>[] }
>;

export type CanaryPlan = Schema<'CanaryPlan'>;

export type Measured = Schema<'Measured'>;

/** Its shift of scores is in standard deviations. */
export type CanaryStep = Known<
  Schema<'Step'>,
  never,
  { to: Measured; from: Measured; score_shift: WireDouble }
>;

export type Canary = Known<Schema<'Canary'>, never, { steps: CanaryStep[] }>;

/** A server behind an endpoint; its address is absent where it did not tell. */
export type Replica = Known<Schema<'Replica'>, never, { deployments: Deployment[] }>;

/** MLflow's own JSON, which the OpenAPI has as any. */
export interface InputSpec {
  name?: string;
  type: string;
  required?: boolean;
  'tensor-spec'?: { dtype: string; shape: number[] };
}

/** MLflow's: columns, or tensors that have a `tensor-spec`. */
export type Signature = Known<Schema<'Signature'>, never, { inputs: InputSpec[] }>;

/**
 * Its live state is READY while a version answers, else how far the newest candidate has come. By the plan
 * of a canary it goes over to another version, without one it swaps at once; the canary is the newest one.
 * The replicas are every server that is alive, the answering one too.
 */
export type Endpoint = Known<
  Schema<'Endpoint'>,
  never,
  {
    signature: Signature;
    deployments: Deployment[];
    variants: Variant[];
    canary: Canary;
    replicas: Replica[];
  }
>;

export type Transition = Required<Schema<'Transition'>>;

/** One attempt to bring a version behind the endpoint, or behind a variant; in the state of its last transition. */
export type Swap = Known<
  Schema<'Swap'>,
  'swap_id' | 'to_version' | 'state' | 'started_at',
  { transitions: Transition[] }
>;

/** How good the predictions of a version were whose ground truth is known. */
export type VersionQuality = Schema<'VersionQuality'>;

/** A feature, or the prediction, in a window of time against a reference; without one it has no level. */
export type FeatureDrift = Schema<'FeatureDrift'>;

export type VersionDrift = Known<
  Schema<'VersionDrift'>,
  never,
  { reference: Schema<'Reference'>; features: FeatureDrift[]; prediction: FeatureDrift }
>;

/** The requests of a version since it came up on the server that answers; times are those of the last minutes. */
export type VersionTraffic = Schema<'VersionTraffic'>;
