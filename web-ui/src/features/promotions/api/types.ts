import type { Known, Schema } from '@/lib/api';

/** What one gate found. */
export type GateResult = Schema<'GateResult'>;

/**
 * One entry of an alias's history: who, why, from which version to which, and what came of it. It has no
 * version to which the alias went where that was deleted; the outcome is `done` where it moved, and the
 * message says why it did not.
 */
export type Promotion = Known<Schema<'Promotion'>, never, { gates: GateResult[] }>;

/** A promotion that waits for people or checks. */
export type PromotionRequest = Known<Schema<'PromotionRequest'>, 'request_id', { gates: GateResult[] }>;

/** YAML or JSON, as it was written; this revision removed the policy where it has no document. */
export type PromotionPolicy = Known<Schema<'PromotionPolicy'>, never, { document: object }>;
