/** Lists as an address has them: one with nothing in it is left out. */
export function orNothing<T>(items: Iterable<T>): T[] | undefined {
  const list = [...items];
  return list.length > 0 ? list : undefined;
}

export function without<T>(list: readonly T[] | undefined, item: T): T[] | undefined {
  return orNothing((list ?? []).filter((other) => other !== item));
}

/** The list with the item behind the others, or without it where it was there. */
export function toggled<T>(list: readonly T[] | undefined, item: T): T[] | undefined {
  return list?.includes(item) === true ? without(list, item) : [...(list ?? []), item];
}
