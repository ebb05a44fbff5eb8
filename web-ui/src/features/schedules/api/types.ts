import type { Followed } from '@/lib/followed';

export type JobState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'SKIPPED';

/** One time that a schedule's file was scored, or should have been. */
export interface ScoringJob {
  job_id: string;
  schedule: string;
  /** The time that it was made for. */
  scheduled_at: number;
  trigger: 'SCHEDULE' | 'PERSON';
  state: JobState;
  attempt: number;
  created_at: number;
  server?: string;
  started_at?: number;
  ended_at?: number;
  version?: string;
  input: string;
  output: string;
  rejects?: string;
  rows?: number;
  rejected?: number;
  reason?: string;
  /** The run that it is recorded as. */
  run_id?: string;
}

/** A file that is scored again and again. */
export interface Schedule extends Followed {
  name: string;
  model_name: string;
  input: string;
  output: string;
  cron: string;
  time_zone: string;
  paused: boolean;
  owner?: string;
  description?: string;
  created_at: number;
  /** Absent while it is paused, or where cron names no time any more. */
  next_at?: number;
  last_job?: ScoringJob;
}

export interface NewSchedule extends Followed {
  name: string;
  model_name: string;
  input: string;
  output: string;
  cron: string;
  time_zone?: string;
  owner?: string;
}
