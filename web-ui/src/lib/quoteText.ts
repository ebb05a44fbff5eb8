/** A text as a filter has it. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
