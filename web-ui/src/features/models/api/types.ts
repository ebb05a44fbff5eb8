import type { Known, Schema } from '@/lib/api';
import type { WireDouble } from '@/lib/format';
import type { Tag } from '@/lib/tags';

export type Alias = Known<Schema<'RegisteredModelAlias'>, 'alias' | 'version'>;

/** MLflow's `ModelVersion`; its model_id is the logged model it was made of. */
export type ModelVersion = Known<
  Schema<'ModelVersion'>,
  'name' | 'version' | 'creation_timestamp',
  { status: 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION' | 'READY'; tags: Tag[] }
>;

/** MLflow's `RegisteredModel`. */
export type RegisteredModel = Known<
  Schema<'RegisteredModel'>,
  'name' | 'creation_timestamp',
  { latest_versions: ModelVersion[]; tags: Tag[]; aliases: Alias[] }
>;

type LoggedModelInfo = Known<
  Schema<'LoggedModelInfo'>,
  'model_id' | 'experiment_id' | 'name' | 'artifact_uri',
  { tags: Tag[] }
>;

type LoggedModelData = Known<
  Schema<'LoggedModelData'>,
  never,
  {
    params: Known<Schema<'LoggedModelParameter'>, 'key' | 'value'>[];
    metrics: Known<Schema<'Metric'>, 'key' | 'value', { value: WireDouble }>[];
  }
>;

/** MLflow's `LoggedModel`, as a run writes it. */
export type LoggedModel = Known<
  Schema<'LoggedModel'>,
  'info',
  { info: LoggedModelInfo; data: LoggedModelData }
>;
