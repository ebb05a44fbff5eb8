export type Quote = "'" | '"';

/** A text as a filter has it. */
export function quoteText(text: string, quote: Quote = "'"): string {
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
}

/** Texts as a filter has them behind IN. */
export function quoteList(texts: Iterable<string>): string {
  return `(${[...texts].map((text) => quoteText(text)).join(', ')})`;
}
