import type { DatasetUses } from '@/features/lineage/api/types';

interface Use {
  contexts?: string[];
}

/** What came of the runs of several pages, each thing once with all its contexts. */
function merged<T extends Use>(
  lists: (T[] | undefined)[],
  key: (use: T) => string,
  join: (a: T, b: T) => T = (a) => a,
): T[] {
  const byKey = new Map<string, T>();
  for (const use of lists.flatMap((list) => list ?? [])) {
    const there = byKey.get(key(use));
    const contexts = [...new Set([...(there?.contexts ?? []), ...(use.contexts ?? [])])].sort();
    byKey.set(key(use), { ...(there === undefined ? use : join(there, use)), contexts });
  }
  return [...byKey.values()];
}

export function mergeUses(pages: DatasetUses[]) {
  return {
    datasets: pages[0]?.datasets ?? [],
    runs: pages.flatMap((page) => page.runs ?? []),
    models: merged(
      pages.map((page) => page.models),
      (model) => model.model_id,
    ),
    versions: merged(
      pages.map((page) => page.versions),
      (version) => `${version.name}/${version.version}`,
    ),
    endpoints: merged(
      pages.map((page) => page.endpoints),
      (endpoint) => endpoint.name,
      (a, b) => ({ ...a, serves_now: a.serves_now || b.serves_now }),
    ),
    truncated: pages.some((page) => page.truncated),
  };
}
