import { mlflow } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export interface Description {
  name: string;
  /** Absent: of the model itself. */
  version?: string;
  description: string;
}

export function describe({ name, version, description }: Description): Promise<unknown> {
  return mlflow(version === undefined ? 'registered-models/update' : 'model-versions/update', {
    method: 'PATCH',
    body: { name, version, description },
  });
}

/** Writes what a model, or a version of it, is. */
export function useDescribe() {
  return useChange(describe, { reads: [['models']] });
}
