/** Keys by what stands before their first slash; those without one first, under ''. */
export function groupByPrefix(keys: readonly string[]): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const key of [...keys].sort((a, b) => a.localeCompare(b))) {
    const slash = key.indexOf('/');
    const prefix = slash < 1 ? '' : key.slice(0, slash);
    const group = groups.get(prefix);
    if (group === undefined) groups.set(prefix, [key]);
    else group.push(key);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}
