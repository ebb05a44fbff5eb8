import type { InputSpec } from '@/features/endpoints/api/types';
import { columnValue } from '@/features/endpoints/codeSnippets';

/** What stands in the fields, by column; empty where nothing does. */
export type FieldTexts = Record<string, string>;

export type FieldKind = 'integer' | 'number' | 'boolean' | 'text';

export function fieldKind(type: string): FieldKind {
  if (type === 'integer' || type === 'long') return 'integer';
  if (type === 'float' || type === 'double') return 'number';
  return type === 'boolean' ? 'boolean' : 'text';
}

export const columnName = (input: InputSpec, index: number) => input.name ?? String(index);

/** A form has a field per column; tensors are written as JSON. */
export function hasForm(inputs: readonly InputSpec[]): boolean {
  const plain = ['integer', 'long', 'float', 'double', 'boolean', 'string', 'datetime', 'binary'];
  return (
    inputs.length > 0 &&
    inputs.every((input) => input['tensor-spec'] === undefined && plain.includes(input.type))
  );
}

/** The first row of an input example, as MLflow keeps it beside a model. */
function firstRow(example: unknown): Record<string, unknown> {
  if (typeof example !== 'object' || example === null) return {};
  const {
    dataframe_split: split,
    dataframe_records: records,
    columns,
    data,
  } = example as Record<string, unknown>;
  if (split !== undefined) return firstRow(split);
  if (Array.isArray(records)) return (records[0] as Record<string, unknown> | undefined) ?? {};
  if (!Array.isArray(data) || !Array.isArray(data[0])) return {};
  const row = data[0] as unknown[];
  const names = Array.isArray(columns) ? columns : row.map((_, index) => index);
  return Object.fromEntries(names.map((name, index) => [String(name), row[index]]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

/** The fields as they are first shown: the example's values, made-up ones where there is none. */
export function startingTexts(inputs: readonly InputSpec[], example: unknown): FieldTexts {
  const row = firstRow(example);
  return Object.fromEntries(
    inputs.map((input, index) => {
      const name = columnName(input, index);
      return [name, textOf(Object.hasOwn(row, name) ? row[name] : columnValue(input.type))];
    }),
  );
}

function valueOf(kind: FieldKind, text: string): unknown {
  if (text === '') return null;
  if (kind === 'boolean') return text === 'true';
  // What is no number goes as it is: the server says what is wrong with it.
  if (kind !== 'text') return Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

/** The request that the fields make. */
export function bodyOf(inputs: readonly InputSpec[], texts: FieldTexts): object {
  return {
    dataframe_split: {
      columns: inputs.map((input, index) => input.name ?? index),
      data: [
        inputs.map((input, index) => valueOf(fieldKind(input.type), texts[columnName(input, index)] ?? '')),
      ],
    },
  };
}
