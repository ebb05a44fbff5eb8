import type { BodyOf, Known, Schema } from '@/lib/api';

/** One time that a schedule's file was scored, or should have been; its run is what it is recorded as. */
export type ScoringJob = Schema<'ScoringJob'>;

export type JobState = ScoringJob['state'];

/** A file that is scored again and again; next_at is absent while it is paused, or where cron names no time. */
export type Schedule = Known<Schema<'Schedule'>, 'paused', { last_job: ScoringJob }>;

export type NewSchedule = Known<
  BodyOf<'POST /api/millrace/v1/schedules'>,
  'name' | 'model_name' | 'input' | 'output' | 'cron'
>;
