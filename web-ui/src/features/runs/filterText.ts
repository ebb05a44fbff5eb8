import { quoteText } from '@/lib/quoteText';

/** A filter that asks for both; either may be empty. */
export function both(first: string, second: string): string {
  if (first.trim() === '') return second;
  if (second.trim() === '') return first;
  return `(${first}) AND (${second})`;
}

/** The condition that a field has a value, or has none. */
export function hasValue(field: string, value: string | null): string {
  return value === null ? `${field} IS NULL` : `${field} = ${quoteText(value)}`;
}

export const PARENT_FIELD = 'tags.`mlflow.parentRunId`';

/** What the list of a view is searched by: a tree begins with the runs that have no parent. */
export function listFilter(filter: string, tree: boolean): string {
  return tree ? both(filter, hasValue(PARENT_FIELD, null)) : filter;
}

export interface FilterPart {
  text: string;
  from: number;
  to: number;
}

const OPENS = ["'", '"', '`'];

/**
 * The parts of a filter that are joined by AND at its outermost level, with their places; nothing where
 * they are joined by OR, or where quotes or parentheses do not close.
 */
export function partsOf(filter: string): FilterPart[] {
  const parts: FilterPart[] = [];
  let depth = 0;
  let quote: string | undefined;
  let from = 0;
  let between = false;
  const word = (at: number) => /^[A-Za-z]+/.exec(filter.slice(at))?.[0] ?? '';
  const end = (at: number) => {
    const text = filter.slice(from, at);
    if (text.trim() === '') return;
    const start = from + text.length - text.trimStart().length;
    parts.push({ text: text.trim(), from: start, to: start + text.trim().length });
  };
  for (let i = 0; i < filter.length; i++) {
    const char = filter[i]!;
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
    } else if (OPENS.includes(char)) quote = char;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (depth === 0 && /[A-Za-z]/.test(char) && (i === 0 || /[\s)'"`]/.test(filter[i - 1]!))) {
      const found = word(i);
      const upper = found.toUpperCase();
      if (upper === 'OR') return [];
      if (upper === 'BETWEEN') between = true;
      else if (upper === 'AND') {
        if (between) between = false;
        else {
          end(i);
          from = i + found.length;
        }
      }
      i += found.length - 1;
    }
    if (depth < 0) return [];
  }
  if (quote !== undefined || depth !== 0) return [];
  end(filter.length);
  return parts;
}

/** The filter without one of its parts, and without the AND that joined it. */
export function withoutPart(filter: string, part: FilterPart): string {
  return partsOf(filter)
    .filter((other) => other.from !== part.from)
    .map((other) => other.text)
    .join(' AND ');
}
