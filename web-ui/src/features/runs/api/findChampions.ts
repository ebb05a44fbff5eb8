import { useQuery } from '@tanstack/react-query';
import { mlflow } from '@/lib/http';

interface Model {
  name: string;
  aliases?: { alias: string; version: string }[];
}

interface Version {
  version: string;
  run_id?: string;
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

async function searchModels(filter: string | undefined, signal: AbortSignal): Promise<Model[]> {
  const answer = await mlflow<{ registered_models?: Model[] }>('registered-models/search', {
    query: { filter, max_results: 200 },
    signal,
  });
  return answer.registered_models ?? [];
}

const championOf = (model: Model) => model.aliases?.find(({ alias }) => alias === 'champion')?.version;

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

/** The run that made the champion of a model; null where there is none. */
export function useChampionRun(model: string | undefined) {
  return useQuery({
    queryKey: ['runs', 'champions', model],
    queryFn: async ({ signal }) => {
      const [found] = await searchModels(`name = ${text(model ?? '')}`, signal);
      const champion = found === undefined ? undefined : championOf(found);
      if (found === undefined || champion === undefined) return null;
      const answer = await mlflow<{ model_versions?: Version[] }>('model-versions/search', {
        query: { filter: `name = ${text(found.name)}`, max_results: 1000 },
        signal,
      });
      return answer.model_versions?.find(({ version }) => version === champion)?.run_id ?? null;
    },
    enabled: model !== undefined,
  });
}
