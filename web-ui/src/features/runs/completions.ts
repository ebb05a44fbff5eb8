import type { CatalogueColumn } from '@/features/runs/api/listColumns';
import { quoteKey } from '@/features/runs/runColumns';

/** What may stand at a place of a filter. */
export interface Completions {
  /** Where what is replaced begins. */
  from: number;
  options: { label: string; detail?: string; apply?: string }[];
  /** The field whose values are asked for, where a value is to come. */
  valuesOf?: string;
}

const ATTRIBUTES = [
  'status',
  'run_name',
  'run_id',
  'user_id',
  'start_time',
  'end_time',
  'duration',
  'artifact_uri',
];
const DATASET = ['dataset.name', 'dataset.digest', 'dataset.context'];
const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
const COMPARATORS = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'LIKE',
  'ILIKE',
  'IN (',
  'BETWEEN',
  'IS NULL',
  'IS NOT NULL',
];
const JOINS = ['AND', 'OR', 'AND NOT'];
const AGGREGATES = ['min', 'max', 'first', 'last', 'count'];

const FIELD = String.raw`(?:[A-Za-z_][\w.]*(?:\x60[^\x60]*\x60|"[^"]*")?(?:\.(?:min|max|first|last|count))?|\x60[^\x60]*\x60)`;
const COMPARATOR = String.raw`(?:!=|>=|<=|=|>|<|(?:NOT\s+)?I?LIKE\b|(?:NOT\s+)?IN\s*\([^)]*)`;
const VALUE = new RegExp(String.raw`(${FIELD})\s*${COMPARATOR}\s*(?:(['"])([^'"]*)|([^\s'"]*))$`, 'i');
const AFTER_FIELD = new RegExp(String.raw`(?:^|[\s(])(${FIELD})\s+([A-Z!<>=]*)$`, 'i');
const AFTER_VALUE = /(?:'[^']*'|"[^"]*"|\d\w*|\)|NULL)\s+([A-Z]*)$/i;
const WORD = /[\w.`]*$/;

const prefixes = { metric: 'metrics', param: 'params', tag: 'tags' } as const;

const plain = (key: string) => /^[\w.]+$/.test(key);

function keyText(column: CatalogueColumn): string | undefined {
  if (column.kind === 'attribute') return undefined;
  const prefix = prefixes[column.kind];
  return plain(column.key) ? `${prefix}.${column.key}` : `${prefix}.${quoteKey(column.key)}`;
}

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
  const value = VALUE.exec(before);
  if (value !== null && isField(value[1] ?? '')) {
    const [, field = '', quote = '', quoted = '', bare = ''] = value;
    const from = before.length - quote.length - quoted.length - bare.length;
    if (/^(attributes?\.|attr\.|run\.)?status$/i.test(field)) {
      return { from, options: STATUSES.map((label) => ({ label: `'${label}'` })) };
    }
    if (/^(params?|parameters?|tags?)\./i.test(field)) return { from, options: [], valuesOf: field };
    return { from, options: [] };
  }
  const afterValue = AFTER_VALUE.exec(before);
  if (afterValue !== null) {
    const typed = afterValue[1] ?? '';
    return {
      from: before.length - typed.length,
      options: JOINS.map((label) => ({ label, apply: `${label} ` })),
    };
  }
  const afterField = AFTER_FIELD.exec(before);
  if (afterField !== null && isField(afterField[1] ?? '')) {
    const typed = afterField[2] ?? '';
    return {
      from: before.length - typed.length,
      options: COMPARATORS.map((label) => ({ label, apply: label.endsWith('(') ? label : `${label} ` })),
    };
  }
  const word = WORD.exec(before)?.[0] ?? '';
  return { from: before.length - word.length, options: fields(columns, word) };
}

function fields(columns: readonly CatalogueColumn[], word: string): Completions['options'] {
  const dotted = word.includes('.');
  const aggregates = columns
    .filter((column) => column.kind === 'metric' && word.startsWith(`metrics.${column.key}.`))
    .flatMap((column) =>
      AGGREGATES.map((aggregate) => ({
        label: `metrics.${column.key}.${aggregate}`,
        apply: `metrics.${quoteKey(column.key)}.${aggregate} `,
      })),
    );
  const keys = columns.flatMap((column) => {
    const label = keyText(column);
    return label === undefined
      ? []
      : [{ label, detail: `${column.count.toLocaleString('en-US')} runs`, apply: `${label} ` }];
  });
  const others =
    dotted && !word.startsWith('d')
      ? []
      : [...ATTRIBUTES, ...DATASET].map((label) => ({ label, apply: `${label} ` }));
  return [...aggregates, ...others, ...keys];
}
