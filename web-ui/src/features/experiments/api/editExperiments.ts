import { mlflow } from '@/lib/http';
import { NOTE_TAG } from '@/lib/tags';
import { useChange } from '@/lib/useChange';

export async function createExperiment(name: string): Promise<string> {
  const answer = await mlflow<{ experiment_id: string }>('experiments/create', { body: { name } });
  return answer.experiment_id;
}

interface Renaming {
  experimentId: string;
  name: string;
}

export function renameExperiment({ experimentId, name }: Renaming): Promise<unknown> {
  return mlflow('experiments/update', { body: { experiment_id: experimentId, new_name: name } });
}

interface Noting {
  experimentId: string;
  text: string;
}

export function setExperimentNote({ experimentId, text }: Noting): Promise<unknown> {
  return mlflow('experiments/set-experiment-tag', {
    body: { experiment_id: experimentId, key: NOTE_TAG, value: text },
  });
}

interface Moving {
  experimentId: string;
  verb: 'delete' | 'restore';
}

/** Into the trash and back. */
export function moveExperiment({ experimentId, verb }: Moving): Promise<unknown> {
  return mlflow(`experiments/${verb}`, { body: { experiment_id: experimentId } });
}

const SHOWS_EXPERIMENTS = { reads: [['experiments'], ['runs'], ['storage']] };

export const useCreateExperiment = () => useChange(createExperiment, SHOWS_EXPERIMENTS);
export const useRenameExperiment = () => useChange(renameExperiment, SHOWS_EXPERIMENTS);
export const useSetExperimentNote = () => useChange(setExperimentNote, SHOWS_EXPERIMENTS);
export const useMoveExperiment = () => useChange(moveExperiment, SHOWS_EXPERIMENTS);
