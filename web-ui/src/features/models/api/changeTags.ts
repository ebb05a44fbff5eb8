import type { BodyOf } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { changeInTurn, type TagChange } from '@/lib/tags';
import { useChange } from '@/lib/useChange';

/** A model, or a version of it. */
export interface Tagged {
  name: string;
  version?: string;
}

function changeTag({ name, version }: Tagged, { key, value }: TagChange): Promise<unknown> {
  if (version === undefined) {
    return value === undefined
      ? mlflow('registered-models/delete-tag', {
          method: 'DELETE',
          body: { name, key } satisfies BodyOf<'DELETE /api/2.0/mlflow/registered-models/delete-tag'>,
        })
      : mlflow('registered-models/set-tag', {
          body: { name, key, value } satisfies BodyOf<'POST /api/2.0/mlflow/registered-models/set-tag'>,
        });
  }
  return value === undefined
    ? mlflow('model-versions/delete-tag', {
        method: 'DELETE',
        body: { name, version, key } satisfies BodyOf<'DELETE /api/2.0/mlflow/model-versions/delete-tag'>,
      })
    : mlflow('model-versions/set-tag', {
        body: { name, version, key, value } satisfies BodyOf<'POST /api/2.0/mlflow/model-versions/set-tag'>,
      });
}

export function useChangeTags(tagged: Tagged) {
  return useChange(
    (changes: readonly TagChange[]) => changeInTurn(changes, (change) => changeTag(tagged, change)),
    { reads: [['models']] },
  );
}
