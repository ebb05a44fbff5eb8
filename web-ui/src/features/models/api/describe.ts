import type { BodyOf } from '@/lib/api';
import { mlflow } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export interface Description {
  name: string;
  /** Absent: of the model itself. */
  version?: string;
  description: string;
}

export function describe({ name, version, description }: Description): Promise<unknown> {
  return version === undefined
    ? mlflow('registered-models/update', {
        method: 'PATCH',
        body: { name, description } satisfies BodyOf<'PATCH /api/2.0/mlflow/registered-models/update'>,
      })
    : mlflow('model-versions/update', {
        method: 'PATCH',
        body: { name, version, description } satisfies BodyOf<'PATCH /api/2.0/mlflow/model-versions/update'>,
      });
}

/** Writes what a model, or a version of it, is. */
export function useDescribe() {
  return useChange(describe, { reads: [['models']] });
}
