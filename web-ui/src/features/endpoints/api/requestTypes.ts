/** Which requests of an endpoint are kept, and what of them. */
export interface RequestLogSettings {
  /** From 0 to 1. */
  sample_rate?: number;
  /** Columns whose values are not kept. */
  redact?: string[];
  keep_days?: number;
  /** How each hour of them is written to the artifact store; as the server is configured where absent. */
  export?: 'NONE' | 'JSONL' | 'PARQUET';
}

/** A request that was kept; a list leaves body and answer out. */
export interface LoggedRequest {
  request_id: string;
  at: number;
  variant?: string;
  version?: string;
  protocol: 'MLFLOW_JSON' | 'MLFLOW_CSV' | 'V2';
  latency_millis: number;
  error_code?: string;
  body_bytes: number;
  body?: string;
  body_note?: string;
  redacted: boolean;
  answer?: string;
  answer_note?: string;
}

/** One request that a version was asked again. */
export interface Replayed {
  request_id: string;
  at: number;
  /** That answered then. */
  version?: string;
  outcome: 'SAME' | 'DIFFERENT' | 'SKIPPED';
  largest_difference?: number;
  reason?: string;
  before?: string;
  before_error?: string;
  after?: string;
  after_error?: string;
}

export interface ReplayReport {
  version: string;
  same: number;
  different: number;
  skipped: number;
  largest_difference?: number;
  requests?: Replayed[];
}
