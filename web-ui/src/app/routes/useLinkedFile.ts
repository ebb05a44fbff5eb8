import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { useEntry } from '@/features/artifacts/api/listArtifacts';
import type { LoggedModel } from '@/features/models/api/types';

interface LoggedByRun {
  models: readonly LoggedModel[];
  /** None of them is still to come. */
  areAll: boolean;
}

/**
 * Where a file is that a link of MLflow names by its place within a run: among the run's own files or,
 * as MLflow has it since version 3, among those of a model that the run logged under the first part
 * of the path. Nothing until that is known.
 *
 * @param own the folder of the run's files, where this server keeps it
 */
export function useLinkedFile(
  own: string | undefined,
  file: string | undefined,
  { models, areAll }: LoggedByRun,
): string | undefined {
  const ownEntry = useEntry(own === undefined || file === undefined ? undefined : `${own}/${file}`);
  const isElsewhere = own === undefined || ownEntry?.isThere === false;
  const model = file === undefined || !isElsewhere ? undefined : modelHolding(file, models);
  const modelEntry = useEntry(model === undefined || model.rest === '' ? undefined : model.path);
  if (model === undefined) return isElsewhere && !areAll ? undefined : ownEntry?.path;
  return model.rest === '' ? `${model.path}/` : modelEntry?.path;
}

function modelHolding(file: string, models: readonly LoggedModel[]) {
  const found = models
    .filter(({ info: { name } }) => file === name || file.startsWith(`${name}/`))
    // Names may have slashes: the longest one is meant.
    .sort((a, b) => b.info.name.length - a.info.name.length)[0];
  const root = found === undefined ? undefined : proxiedPath(found.info.artifact_uri);
  if (found === undefined || root === undefined) return undefined;
  const rest = file.slice(found.info.name.length + 1);
  return { rest, path: rest === '' ? root : `${root}/${rest}` };
}
