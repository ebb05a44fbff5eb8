import type { InputSpec, Signature } from '@/features/endpoints/api/types';

export function columnValue(type: string): unknown {
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

/** A body that the signature lets through, with made-up values. */
export function exampleBody(inputs: InputSpec[]): unknown {
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

/** File that a longer body is to be in. */
const bodyFile = 'request.json';

/** Variable of the environment that an endpoint's key is to be in. */
const keyVariable = 'MILLRACE_KEY';

export interface Call {
  url: string;
  signature: Signature;
  /** Whether the endpoint answers those alone that send one of its keys. */
  requiresKey: boolean;
}

export interface Snippet {
  language: 'Shell' | 'Python' | 'Java' | 'JavaScript';
  /** What the code is saved as to be run. */
  file: string;
  /** How it is run. */
  run: string;
  code: string;
}

interface Parts {
  url: string;
  /** The body as JSON; null where it is long and in a file. */
  body: string | null;
  requiresKey: boolean;
}

function shell({ url, body, requiresKey }: Parts): string {
  const data = body === null ? `@${bodyFile}` : `'${body.replaceAll("'", "'\\''")}'`;
  return `curl -X POST ${url} \\
  -H 'Content-Type: application/json' \\
${requiresKey ? `  -H "Authorization: Bearer $${keyVariable}" \\\n` : ''}  -d ${data}
`;
}

/** JSON's strings and numbers are Python's too; its other words are not. */
function pythonLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, each]) => `${JSON.stringify(key)}: ${pythonLiteral(each)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

function python({ url, body, requiresKey }: Parts): string {
  const payload = body === null ? `open("${bodyFile}", "rb").read()` : 'json.dumps(rows).encode()';
  return `import json
${requiresKey ? 'import os\n' : ''}import urllib.request

${body === null ? '' : `rows = ${pythonLiteral(JSON.parse(body))}\n`}request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=${payload},
    headers={
        "Content-Type": "application/json",
${requiresKey ? `        "Authorization": "Bearer " + os.environ["${keyVariable}"],\n` : ''}    },
)
with urllib.request.urlopen(request, timeout=10) as answer:
    print(json.load(answer)["predictions"])
`;
}

function java({ url, body, requiresKey }: Parts): string {
  // JSON's escapes in a string are Java's too.
  const publisher =
    body === null
      ? `BodyPublishers.ofFile(Path.of("${bodyFile}"))`
      : `BodyPublishers.ofString(${JSON.stringify(body)})`;
  return `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
${body === null ? 'import java.nio.file.Path;\n' : ''}
class Score {
  public static void main(String[] args) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(${JSON.stringify(url)}))
            .header("Content-Type", "application/json")
${requiresKey ? `            .header("Authorization", "Bearer " + System.getenv("${keyVariable}"))\n` : ''}            .POST(${publisher})
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
    System.out.println(answer.body());
  }
}
`;
}

function javaScript({ url, body, requiresKey }: Parts): string {
  const payload = body === null ? `await readFile('${bodyFile}')` : `JSON.stringify(${body})`;
  return `${body === null ? "import { readFile } from 'node:fs/promises';\n\n" : ''}const answer = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
${requiresKey ? `    Authorization: \`Bearer \${process.env.${keyVariable}}\`,\n` : ''}  },
  body: ${payload},
});
if (!answer.ok) throw new Error(await answer.text());
console.log((await answer.json()).predictions);
`;
}

/** Calls of an endpoint with what its live version takes; each runs as it stands, with nothing to install. */
export function codeSnippets({ url, signature, requiresKey }: Call): Snippet[] {
  const body = JSON.stringify(exampleBody(signature.inputs));
  const parts = { url, body: body.length > longestBody ? null : body, requiresKey };
  return [
    { language: 'Shell', file: 'score.sh', run: 'sh score.sh', code: shell(parts) },
    { language: 'Python', file: 'score.py', run: 'python3 score.py', code: python(parts) },
    { language: 'Java', file: 'Score.java', run: 'java Score.java', code: java(parts) },
    { language: 'JavaScript', file: 'score.mjs', run: 'node score.mjs', code: javaScript(parts) },
  ];
}
