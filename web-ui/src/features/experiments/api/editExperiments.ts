import type { AnswerTo, BodyOf } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { changeInTurn, NOTE_TAG, type TagChange } from '@/lib/tags';
import { useChange } from '@/lib/useChange';

export async function createExperiment(name: string): Promise<string> {
  const answer = await mlflow<Required<AnswerTo<'POST /api/2.0/mlflow/experiments/create'>>>(
    'experiments/create',
    {
      body: { name } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/create'>,
    },
  );
  return answer.experiment_id;
}

interface Renaming {
  experimentId: string;
  name: string;
}

export function renameExperiment({ experimentId, name }: Renaming): Promise<unknown> {
  return mlflow('experiments/update', {
    body: {
      experiment_id: experimentId,
      new_name: name,
    } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/update'>,
  });
}

interface Noting {
  experimentId: string;
  text: string;
}

export function setExperimentNote({ experimentId, text }: Noting): Promise<unknown> {
  return mlflow('experiments/set-experiment-tag', {
    body: {
      experiment_id: experimentId,
      key: NOTE_TAG,
      value: text,
    } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/set-experiment-tag'>,
  });
}

function changeTag(experimentId: string, { key, value }: TagChange): Promise<unknown> {
  return value === undefined
    ? mlflow('experiments/delete-experiment-tag', {
        body: {
          experiment_id: experimentId,
          key,
        } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/delete-experiment-tag'>,
      })
    : mlflow('experiments/set-experiment-tag', {
        body: {
          experiment_id: experimentId,
          key,
          value,
        } satisfies BodyOf<'POST /api/2.0/mlflow/experiments/set-experiment-tag'>,
      });
}

interface Moving {
  experimentId: string;
  verb: 'delete' | 'restore';
}

/** Into the trash and back. */
export function moveExperiment({ experimentId, verb }: Moving): Promise<unknown> {
  return mlflow(`experiments/${verb}`, {
    body: {
      experiment_id: experimentId,
    } satisfies BodyOf<`POST /api/2.0/mlflow/experiments/${Moving['verb']}`>,
  });
}

const SHOWS_EXPERIMENTS = { reads: [['experiments'], ['runs'], ['storage']] };

export const useCreateExperiment = () => useChange(createExperiment, SHOWS_EXPERIMENTS);
export const useRenameExperiment = () => useChange(renameExperiment, SHOWS_EXPERIMENTS);
export const useSetExperimentNote = () => useChange(setExperimentNote, SHOWS_EXPERIMENTS);
export const useChangeExperimentTags = (experimentId: string) =>
  useChange(
    (changes: readonly TagChange[]) => changeInTurn(changes, (change) => changeTag(experimentId, change)),
    SHOWS_EXPERIMENTS,
  );
export const useMoveExperiment = () => useChange(moveExperiment, SHOWS_EXPERIMENTS);
