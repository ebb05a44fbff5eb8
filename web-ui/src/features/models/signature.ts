/** A column of a model's input or output, in words. */
export interface SignatureColumn {
  /** Absent where there is one without a name. */
  name?: string;
  type: string;
  required: boolean;
}

/** What a model takes and answers. */
export interface ModelSignature {
  inputs: SignatureColumn[];
  outputs: SignatureColumn[];
  /** What a caller may set beside the input. */
  params: SignatureColumn[];
}

interface RawColumn {
  name?: string;
  type?: string;
  dtype?: string;
  required?: boolean;
  optional?: boolean;
  default?: unknown;
  items?: RawColumn;
  'tensor-spec'?: { dtype: string; shape: number[] };
}

/** The signature in an `MLmodel` file; nothing where it has none that can be read. */
export function readSignature(mlmodel: string): ModelSignature | undefined {
  const block = /^signature:[ \t]*\n((?:[ \t]+.*(?:\n|$))+)/m.exec(mlmodel)?.[1];
  if (block === undefined) return undefined;
  const inputs = columnsOf(block, 'inputs');
  const outputs = columnsOf(block, 'outputs');
  const params = columnsOf(block, 'params');
  if (inputs === undefined && outputs === undefined) return undefined;
  return { inputs: inputs ?? [], outputs: outputs ?? [], params: params ?? [] };
}

/** MLflow keeps each list as JSON in a text of YAML, which goes on over several lines. */
function columnsOf(block: string, name: string): SignatureColumn[] | undefined {
  const quoted = new RegExp(`^\\s+${name}: (?:'((?:[^']|'')*)'|("(?:[^"\\\\]|\\\\[^])*"))`, 'm').exec(block);
  if (quoted === null) return undefined;
  const [, single, double] = quoted.map((text) => text?.replace(/\\\n\s*/g, '').replace(/\n\s*/g, ' '));
  try {
    const json = single?.replaceAll("''", "'") ?? (JSON.parse(double ?? '""') as string);
    return (JSON.parse(json) as RawColumn[]).map((column) => ({
      name: column.name,
      type: typeText(column),
      // A parameter with a default may be left out.
      required: column.required ?? (column.optional !== true && (column.default ?? null) === null),
    }));
  } catch {
    return undefined;
  }
}

function typeText(column: RawColumn): string {
  const tensor = column['tensor-spec'];
  if (tensor !== undefined) {
    return `${tensor.dtype} tensor of ${tensor.shape.map((size) => (size < 0 ? 'any' : size)).join(' × ')}`;
  }
  const type = column.type ?? column.dtype ?? 'unknown';
  return type === 'array' && column.items !== undefined ? `array of ${typeText(column.items)}` : type;
}
