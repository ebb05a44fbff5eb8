import type { AnswerTo, BodyOf, ItemOf, Known, Schema } from '@/lib/api';

/** What the artifacts take; files of the same content share one object of the store. */
export type ArtifactUsage = Required<Schema<'ArtifactUsage'>>;

/** What lies in the place of an experiment's artifacts, each file counted whole, whoever else has its content. */
export type ExperimentStorage = Known<
  Schema<'ExperimentStorage'>,
  never,
  { lifecycle_stage: 'active' | 'deleted' }
>;

/** The experiments are those with the most bytes; waiting are uploads, and what no file refers to any more. */
export type StorageReport = Known<
  AnswerTo<'GET /api/millrace/v1/admin/storage'>,
  never,
  {
    total: ArtifactUsage;
    waiting: Schema<'Waiting'>;
    experiments: ExperimentStorage[];
  }
>;

export type Trash = AnswerTo<'GET /api/millrace/v1/admin/trash'>;

type TrashItem = ItemOf<Trash['items']>;

/** A deleted experiment, or a deleted run of one that is not deleted. */
export type Deleted = TrashItem;

/** Its runs are counted up to 10,000. */
export type DeletedExperiment = Known<Deleted, 'runs'>;

export type DeletedRun = Known<Deleted, 'run_id' | 'run_name'>;

/** What is to be removed for good: by age, or by IDs. */
export type PurgeTarget = Pick<
  BodyOf<'POST /api/millrace/v1/purge'>,
  'older_than' | 'experiment_ids' | 'run_ids'
>;

/** What a purge removed, or would remove; where it is not done, the same request goes on with it. */
export type PurgeResult = AnswerTo<'POST /api/millrace/v1/purge'>;
