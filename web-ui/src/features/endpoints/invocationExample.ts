import type { InputSpec, Signature } from '@/features/endpoints/api/types';

function columnValue(type: string): unknown {
  if (type === 'string') return 'text';
  if (type === 'boolean') return true;
  if (type === 'datetime') return '2026-01-31T12:00:00';
  return type === 'integer' || type === 'long' ? 1 : 0.5;
}

/** Nested lists of that shape; a dimension of any size (-1) gets one element. */
function tensor(value: unknown, shape: number[]): unknown {
  return shape.reduceRight<unknown>(
    (inner, size) => Array.from({ length: Math.max(size, 1) }, () => inner),
    value,
  );
}

function tensorValue({ dtype, shape }: { dtype: string; shape: number[] }): unknown {
  if (dtype === 'bool') return tensor(true, shape);
  if (dtype.startsWith('float')) return tensor(0.5, shape);
  return tensor(/^u?int/.test(dtype) ? 1 : 'text', shape);
}

function exampleBody(inputs: InputSpec[]): unknown {
  const [first] = inputs;
  if (first?.['tensor-spec'] === undefined) {
    return {
      dataframe_split: {
        columns: inputs.map((column, index) => column.name ?? index),
        data: [inputs.map((column) => columnValue(column.type))],
      },
    };
  }
  if (first.name === undefined) return { inputs: tensorValue(first['tensor-spec']) };
  const named = inputs.flatMap(({ name, 'tensor-spec': spec }) =>
    name === undefined || spec === undefined ? [] : [[name, tensorValue(spec)] as const],
  );
  return { inputs: Object.fromEntries(named) };
}

/** Beyond this nobody reads an example, nor does every shell take it as an argument. */
const longestBody = 4000;

/** A call of the endpoint that can be pasted into a shell, with what the live version takes. */
export function invocationExample(url: string, signature: Signature): string {
  const body = JSON.stringify(exampleBody(signature.inputs)).replaceAll("'", "'\\''");
  return `curl -X POST ${url} \\
  -H 'Content-Type: application/json' \\
  -d ${body.length > longestBody ? '@request.json' : `'${body}'`}
`;
}
