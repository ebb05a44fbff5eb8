import type { CatalogueColumn } from '@/features/runs/api/listColumns';
import { quoteKey } from '@/features/runs/runColumns';
import { quoteText, type Quote } from '@/lib/quoteText';

/** What may stand at a place of a filter. */
export interface Completions {
  /** Where what is replaced begins. */
  from: number;
  options: { label: string; detail?: string; apply?: string }[];
  /** The field whose values are asked for, where a value is to come. */
  valuesOf?: string;
  /** What values stand in; the usual quote where none was typed. */
  quote?: Quote;
}

const NUMBERS = ['start_time', 'end_time', 'duration'];
const TEXTS = ['status', 'run_name', 'run_id', 'user_id', 'artifact_uri'];
const ATTRIBUTES = [...TEXTS, ...NUMBERS];
const DATASET = ['dataset.name', 'dataset.digest', 'dataset.context'];
const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
const ORDER = ['>', '>=', '<', '<=', 'BETWEEN', 'NOT BETWEEN'];
const PATTERNS = ['LIKE', 'ILIKE', 'NOT LIKE', 'NOT ILIKE'];
const ANY = ['=', '!=', 'IN (', 'NOT IN (', 'IS NULL', 'IS NOT NULL'];
const JOINS = ['AND', 'OR', 'AND NOT'];
const AGGREGATES = ['min', 'max', 'first', 'last', 'count'];

const KEY = String.raw`(?:\x60(?:[^\x60]|\x60\x60)*\x60|"(?:[^"]|"")*")`;
const FIELD = String.raw`(?:[A-Za-z_][\w.]*${KEY}?(?:\.(?:min|max|first|last|count))?|\x60[^\x60]*\x60)`;
const TEXT = String.raw`(?:'(?:[^']|'')*'|"(?:[^"]|"")*")`;
const LIST = String.raw`(?:NOT\s+)?IN\s*\(\s*(?:(?:${TEXT}|[^\s'",()]+)\s*,\s*)*`;
const COMPARATOR = String.raw`(?:!=|>=|<=|=|>|<|(?:NOT\s+)?I?LIKE\b|${LIST})`;
const SCALAR = String.raw`(?:now\s*\(\s*\)(?:\s*[-+]\s*\w+)?|${TEXT}|[^\s'"()]+)`;

const VALUE = new RegExp(String.raw`(?:^|[\s(])(${FIELD})\s*${COMPARATOR}\s*([^\s'",()]*)$`, 'i');
const AFTER_ITEM = new RegExp(String.raw`${FIELD}\s*${LIST}${TEXT}\s*$`, 'i');
const LOWER_END = new RegExp(String.raw`\bBETWEEN\s+[^\s'"()]*$`, 'i');
const BETWEEN_ENDS = new RegExp(String.raw`\bBETWEEN\s+${SCALAR}\s+([A-Z]*)$`, 'i');
const UPPER_END = new RegExp(String.raw`\bBETWEEN\s+${SCALAR}\s+AND\s+[^\s'"()]*$`, 'i');
const AFTER_FIELD = new RegExp(
  String.raw`(?:^|[\s(])(${FIELD})\s+((?:IS(?:\s+NOT)?\s+|NOT\s+)?[A-Z!<>=]*)$`,
  'i',
);
const AFTER_VALUE = new RegExp(String.raw`(?:${TEXT}|\d\w*|\)|NULL)\s+([A-Z]*)$`, 'i');
const AFTER_WORD = /(?:^|[\s(])(?!(?:AND|OR|NOT)\s)[\w-]+\s+\w*$/i;
const WORD = new RegExp(String.raw`(?:[A-Za-z_][\w.]*${KEY}[\w.]*|[\w.]*)$`);
const BEFORE_KEY = /[A-Za-z_][\w.]*\.$/;

const prefixes = { metric: 'metrics', param: 'params', tag: 'tags' } as const;

/** A quote that is still open at the end, and where it begins; doubled within a text it stands for itself. */
function openQuote(text: string): { at: number; char: Quote | '`' } | undefined {
  let open: { at: number; char: Quote | '`' } | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (open !== undefined) {
      if (char !== open.char) continue;
      if (text[i + 1] === char) i++;
      else open = undefined;
    } else if (char === "'" || char === '"' || char === '`') open = { at: i, char };
  }
  return open;
}

const ofRun = (field: string) => field.replace(/^(?:attributes?|attr|run)\./i, '');

/** Whether a word is the name of a field rather than one that is searched for. */
function isField(text: string): boolean {
  return (
    /^(metrics?|params?|parameters?|tags?|datasets?|attributes?|attr|run)\./i.test(text) ||
    text.startsWith('`') ||
    ATTRIBUTES.includes(text)
  );
}

/** What may stand at the end of the text before the cursor. */
export function completionsAt(before: string, columns: readonly CatalogueColumn[]): Completions {
  const open = openQuote(before);
  if (open === undefined) return completionsOutside(before, columns);
  const head = before.slice(0, open.at);
  const prefix = BEFORE_KEY.exec(head)?.[0];
  if (prefix !== undefined) {
    const from = open.at - prefix.length;
    return { from, options: fields(columns, before.slice(from), open.char) };
  }
  const field = VALUE.exec(head)?.[1];
  return field === undefined || !isField(field) || open.char === '`'
    ? { from: open.at, options: [] }
    : valuesOf(field, open.at, open.char);
}

function completionsOutside(before: string, columns: readonly CatalogueColumn[]): Completions {
  const nothing = { from: before.length, options: [] };
  const from = (typed = '') => before.length - typed.length;
  const value = VALUE.exec(before);
  if (value !== null && isField(value[1] ?? '')) return valuesOf(value[1] ?? '', from(value[2]), "'");
  if (AFTER_ITEM.test(before)) {
    return {
      ...nothing,
      options: [
        { label: ')', apply: ') ' },
        { label: ',', apply: ', ' },
      ],
    };
  }
  if (LOWER_END.test(before) || UPPER_END.test(before)) return nothing;
  const ends = BETWEEN_ENDS.exec(before);
  if (ends !== null) return { from: from(ends[1]), options: words(['AND']) };
  const afterField = AFTER_FIELD.exec(before);
  if (afterField !== null && isField(afterField[1] ?? '')) {
    return { from: from(afterField[2]), options: comparators(afterField[1] ?? '') };
  }
  const afterValue = AFTER_VALUE.exec(before);
  if (afterValue !== null) return { from: from(afterValue[1]), options: words(JOINS) };
  const word = WORD.exec(before)?.[0] ?? '';
  const joins = AFTER_WORD.test(before) ? words(JOINS) : [];
  return { from: from(word), options: [...joins, ...fields(columns, word)] };
}

function words(labels: readonly string[]): Completions['options'] {
  return labels.map((label) => ({ label, apply: label.endsWith('(') ? label : `${label} ` }));
}

function comparators(field: string): Completions['options'] {
  const numeric = /^metrics?\./i.test(field) || NUMBERS.includes(ofRun(field));
  const either = /^(?:params?|parameters?)\./i.test(field);
  const [equal, unequal, ...others] = ANY;
  return words([
    equal!,
    unequal!,
    ...(numeric || either ? ORDER : []),
    ...(numeric ? [] : PATTERNS),
    ...others,
  ]);
}

function valuesOf(field: string, from: number, quote: Quote): Completions {
  const attribute = ofRun(field);
  if (attribute === 'status') {
    return { from, options: STATUSES.map((label) => ({ label: quoteText(label, quote) })) };
  }
  const known =
    /^(params?|parameters?|tags?|datasets?)\./i.test(field) ||
    attribute === 'user_id' ||
    attribute === 'run_name';
  return known ? { from, options: [], valuesOf: attribute, quote } : { from, options: [] };
}

const plain = (key: string) => /^[\w.]+$/.test(key);

/** @param quote of a key that somebody has begun to quote */
function keyText(column: CatalogueColumn, quote: Quote | '`' | undefined): string | undefined {
  const { kind, key } = column;
  if (kind === 'attribute') return undefined;
  const prefix = prefixes[kind];
  if (quote !== undefined) return `${prefix}.${quote}${key.replaceAll(quote, quote + quote)}${quote}`;
  return `${prefix}.${plain(key) ? key : quoteKey(key)}`;
}

function fields(
  columns: readonly CatalogueColumn[],
  word: string,
  quote?: Quote | '`',
): Completions['options'] {
  const aggregates = columns
    .filter(({ kind }) => kind === 'metric')
    .flatMap(({ key }) =>
      [`metrics.${key}`, `metrics.${quoteKey(key)}`]
        .filter((name) => word.startsWith(`${name}.`))
        .flatMap((name) =>
          AGGREGATES.map((aggregate) => ({
            label: `${name}.${aggregate}`,
            apply: `metrics.${quoteKey(key)}.${aggregate} `,
          })),
        ),
    );
  const keys = columns.flatMap((column) => {
    const label = keyText(column, quote);
    return label === undefined
      ? []
      : [{ label, detail: `${column.count.toLocaleString('en-US')} runs`, apply: `${label} ` }];
  });
  return [...aggregates, ...words(namesFor(word)), ...keys];
}

/** The names that every run has something under, as the word has begun to write them. */
function namesFor(word: string): string[] {
  const entity = /^(attributes?|attr|run)\./.exec(word)?.[0];
  if (entity !== undefined) return ATTRIBUTES.map((name) => entity + name);
  if (!word.includes('.')) return [...ATTRIBUTES, ...DATASET];
  return word.startsWith('d') ? DATASET : [];
}
