interface ColumnSpec {
  name?: string;
  type?: string;
}

/** MLflow: a signature's inputs are a list of columns, as JSON within JSON. */
function inputColumns(signature: unknown): ColumnSpec[] {
  if (typeof signature !== 'object' || signature === null || !('inputs' in signature)) return [];
  const { inputs } = signature;
  try {
    const parsed: unknown = typeof inputs === 'string' ? JSON.parse(inputs) : inputs;
    return Array.isArray(parsed) ? (parsed as ColumnSpec[]) : [];
  } catch {
    return [];
  }
}

function exampleValue(type: string | undefined): unknown {
  if (type === 'string') return 'text';
  if (type === 'boolean') return true;
  return type === 'integer' || type === 'long' ? 1 : 0.5;
}

/** A call of the endpoint that can be pasted into a shell, with the model's own columns where they are known. */
export function invocationExample(url: string, signature: unknown): string {
  const columns = inputColumns(signature).filter((column) => column.name !== undefined);
  const body =
    columns.length > 0
      ? {
          dataframe_split: {
            columns: columns.map((column) => column.name),
            data: [columns.map((column) => exampleValue(column.type))],
          },
        }
      : { inputs: [[0.5, 0.5]] };
  return `curl -X POST ${url} \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'
`;
}
