/** Readers for what stands in the URL: anybody may have typed it, so each returns a value or nothing. */
export type RawSearch = Record<string, unknown>;

export function readString(raw: RawSearch, name: string): string | undefined {
  const value = raw[name];
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function readFlag(raw: RawSearch, name: string): true | undefined {
  return raw[name] === true || raw[name] === 'true' ? true : undefined;
}

export function readStrings(raw: RawSearch, name: string): string[] | undefined {
  const value = raw[name];
  if (!Array.isArray(value)) return undefined;
  const strings = value.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
  return strings.length === 0 ? undefined : strings;
}

export function readOneOf<T extends string>(
  raw: RawSearch,
  name: string,
  allowed: readonly T[],
): T | undefined {
  return allowed.find((item) => item === raw[name]);
}

export function readNumber(raw: RawSearch, name: string, min: number, max: number): number | undefined {
  const value = raw[name];
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

/** The entries of an object whose values `read` accepts. */
export function readRecord<T>(
  raw: RawSearch,
  name: string,
  read: (value: unknown) => T | undefined,
): Record<string, T> | undefined {
  const value = raw[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const accepted = read(item);
    return accepted === undefined ? [] : [[key, accepted] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
