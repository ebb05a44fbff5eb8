/** One move of an alias: who, why, from which version to which. */
export interface Promotion {
  promotion_id: string;
  model_name: string;
  alias: string;
  from_version?: string;
  /** Absent where the alias was deleted. */
  to_version?: string;
  reason?: string;
  user?: string;
  created_at: number;
}
