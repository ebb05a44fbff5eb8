/** What one gate found. */
export interface GateResult {
  name: string;
  type: string;
  status: 'pass' | 'fail' | 'error' | 'pending';
  message: string;
}

/** One entry of an alias's history: who, why, from which version to which, and what came of it. */
export interface Promotion {
  promotion_id: string;
  model_name: string;
  alias: string;
  kind?: 'promotion' | 'rollback' | 'alias_set' | 'alias_deleted';
  from_version?: string;
  /** Absent where the alias was deleted. */
  to_version?: string;
  reason?: string;
  user?: string;
  created_at: number;
  /** `done` where the alias moved. */
  outcome?: string;
  /** Why it did not. */
  message?: string;
  ci_url?: string;
  gates?: GateResult[];
}

/** A promotion that waits for people or checks. */
export interface PromotionRequest {
  request_id: string;
  model_name: string;
  alias: string;
  state: string;
  from_version?: string;
  to_version: string;
  reason?: string;
  user: string;
  created_at: number;
  gates?: GateResult[];
}

export interface PromotionPolicy {
  revision: number;
  /** Absent where this revision removed the policy. */
  document?: object;
  /** YAML or JSON, as it was written. */
  source: string;
  user: string;
  created_at: number;
}
