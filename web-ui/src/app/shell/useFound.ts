import { useQuery, type QueryClient } from '@tanstack/react-query';
import type { NavigateOptions } from '@tanstack/react-router';
import { areas } from '@/app/shell/areas';
import { listEndpoints } from '@/features/endpoints/api/listEndpoints';
import { findAllExperimentIds, searchExperiments } from '@/features/experiments/api/searchExperiments';
import { searchRegisteredModels } from '@/features/models/api/searchRegisteredModels';
import { searchRunsByName } from '@/features/runs/api/searchRunsByName';
import type { RunInfo } from '@/features/runs/api/types';
import { nameOf } from '@/features/runs/runFacts';

/** Something to go to, or to do. */
export type Found = { label: string; hint?: string } & ({ to: NavigateOptions } | { run: () => void });

interface Group {
  title: string;
  items: Found[];
}

const pages: Found[] = [
  ...areas.map(({ to, label }) => ({ label, to: { to } })),
  { label: 'New webhook', to: { to: '/webhooks/new' } },
];

const SHOWN = 6;

async function findRuns(text: string, queries: QueryClient, signal: AbortSignal): Promise<RunInfo[]> {
  if (text === '') return [];
  const everywhere = await queries.fetchQuery({
    queryKey: ['palette', 'experiments'],
    queryFn: ({ signal }) => findAllExperimentIds(signal),
    staleTime: 60_000,
  });
  return everywhere.length === 0 ? [] : searchRunsByName(everywhere, text, SHOWN, signal);
}

async function find(text: string, queries: QueryClient, signal: AbortSignal): Promise<Group[]> {
  const [experiments, models, endpoints, runs] = await Promise.all([
    searchExperiments(text, undefined, signal),
    searchRegisteredModels(text, undefined, signal),
    listEndpoints(signal),
    findRuns(text, queries, signal),
  ]);
  return [
    {
      title: 'Experiments',
      items: (experiments.experiments ?? []).slice(0, SHOWN).map((experiment) => ({
        label: experiment.name,
        hint: `Experiment ${experiment.experiment_id}`,
        to: { to: '/experiments/$experimentId', params: { experimentId: experiment.experiment_id } },
      })),
    },
    {
      title: 'Runs',
      items: runs.map((run) => ({
        label: nameOf(run),
        hint: `Run ${run.run_id}`,
        to: {
          to: '/experiments/$experimentId/runs/$runId',
          params: { experimentId: run.experiment_id, runId: run.run_id },
        },
      })),
    },
    {
      title: 'Models',
      items: (models.registered_models ?? []).slice(0, SHOWN).map(({ name }) => ({
        label: name,
        hint: 'Registered model',
        to: { to: '/models/$modelName', params: { modelName: name } },
      })),
    },
    {
      title: 'Endpoints',
      items: endpoints
        .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
        .slice(0, SHOWN)
        .map(({ name, model_name: model }) => ({
          label: name,
          hint: `Endpoint of ${model}`,
          to: { to: '/endpoints/$endpointName', params: { endpointName: name } },
        })),
    },
  ];
}

/** What is called so, by kind; pages first. */
export function useFound(text: string): { groups: Group[] } {
  const { data = [] } = useQuery({
    queryKey: ['palette', 'found', text],
    queryFn: ({ client, signal }) => find(text, client, signal),
    placeholderData: (previous) => previous,
  });
  const matching = pages.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  return { groups: [{ title: 'Pages', items: matching }, ...data] };
}
