import type { LoggedModel } from '@/features/models/api/types';
import { tagValue } from '@/lib/tags';

interface VersionName {
  name: string;
  version: string;
}

function isVersionName(value: unknown): value is { name: string; version: string | number } {
  return typeof value === 'object' && value !== null && 'name' in value && 'version' in value;
}

/** MLflow: a logged model carries the versions made of it in a tag, as JSON, each up to twice. */
export function registeredAs(model: LoggedModel): VersionName[] {
  const tag = tagValue(model.info.tags, 'mlflow.modelVersions');
  if (tag === undefined) return [];
  try {
    const parsed: unknown = JSON.parse(tag);
    const versions = (Array.isArray(parsed) ? parsed : []).filter(isVersionName);
    const unique = new Map(
      versions.map(({ name, version }) => [`${name}/${version}`, { name, version: String(version) }]),
    );
    return [...unique.values()];
  } catch {
    return [];
  }
}
