import { useQuery } from '@tanstack/react-query';
import type { AnswerTo, Known, Schema } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { quoteText } from '@/lib/quoteText';

type Alias = Schema<'RegisteredModelAlias'>;
type Model = Known<Schema<'RegisteredModel'>, never, { aliases: Alias[] }>;
type Models = Known<
  AnswerTo<'GET /api/2.0/mlflow/registered-models/search'>,
  never,
  { registered_models: Model[] }
>;
type Version = AnswerTo<'GET /api/2.0/mlflow/model-versions/get'>;

async function searchModels(filter: string | undefined, signal: AbortSignal): Promise<Model[]> {
  const answer = await mlflow<Models>('registered-models/search', {
    query: { filter, max_results: 200 },
    signal,
  });
  return answer.registered_models ?? [];
}

const championOf = (model: Model | undefined) =>
  model?.aliases?.find(({ alias }) => alias === 'champion')?.version;

/** The models that have a champion, by name. */
export function useChampions(enabled: boolean) {
  return useQuery({
    queryKey: ['runs', 'champions'],
    queryFn: async ({ signal }) =>
      (await searchModels(undefined, signal))
        .filter((model) => championOf(model) !== undefined)
        .map((model) => model.name),
    enabled,
  });
}

async function championRun(name: string, signal: AbortSignal): Promise<string | null> {
  // By search: that a model has no champion, or is not there, is no error.
  const [model] = await searchModels(`name = ${quoteText(name)}`, signal);
  const version = championOf(model);
  if (version === undefined) return null;
  const answer = await mlflow<Version>('model-versions/get', {
    query: { name, version },
    signal,
  });
  return answer.model_version.run_id || null;
}

/** The run that made the champion of a model; null where there is none. */
export function useChampionRun(model: string | undefined) {
  return useQuery({
    queryKey: ['runs', 'champions', model],
    queryFn: ({ signal }) => championRun(model ?? '', signal),
    enabled: model !== undefined,
  });
}
