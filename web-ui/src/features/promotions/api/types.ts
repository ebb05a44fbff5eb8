import type { Known, Schema } from '@/lib/api';

/** What one gate found. */
export type GateResult = Known<Schema<'GateResult'>, 'name' | 'type' | 'status' | 'message'>;

/**
 * One entry of an alias's history: who, why, from which version to which, and what came of it. It has no
 * version to which the alias went where that was deleted; the outcome is `done` where it moved, and the
 * message says why it did not.
 */
export type Promotion = Known<
  Schema<'Promotion'>,
  'promotion_id' | 'model_name' | 'alias' | 'created_at',
  { gates: GateResult[] }
>;

/** A promotion that waits for people or checks. */
export type PromotionRequest = Known<
  Schema<'PromotionRequest'>,
  'request_id' | 'model_name' | 'alias' | 'state' | 'to_version' | 'user' | 'created_at',
  { gates: GateResult[] }
>;

/** YAML or JSON, as it was written; this revision removed the policy where it has no document. */
export type PromotionPolicy = Known<
  Schema<'PromotionPolicy'>,
  'revision' | 'source' | 'user' | 'created_at',
  { document: object }
>;
