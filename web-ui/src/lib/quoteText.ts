/** A text as a filter has it. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Texts as a filter has them behind IN. */
export function quoteList(texts: Iterable<string>): string {
  return `(${[...texts].map(quoteText).join(', ')})`;
}
