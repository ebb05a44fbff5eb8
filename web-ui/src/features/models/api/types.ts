import type { Known, Schema } from '@/lib/api';
import type { WireDouble } from '@/lib/format';
import type { Tag } from '@/lib/tags';

export type Alias = Schema<'RegisteredModelAlias'>;

/** MLflow's `ModelVersion`; its model_id is the logged model it was made of. */
export type ModelVersion = Known<
  Schema<'ModelVersion'>,
  never,
  { status: 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION' | 'READY'; tags: Tag[] }
>;

/** MLflow's `RegisteredModel`. */
export type RegisteredModel = Known<
  Schema<'RegisteredModel'>,
  never,
  { latest_versions: ModelVersion[]; tags: Tag[]; aliases: Alias[] }
>;

type LoggedModelInfo = Known<Schema<'LoggedModelInfo'>, never, { tags: Tag[] }>;

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
  never,
  { info: LoggedModelInfo; data: LoggedModelData }
>;
