import { ServerUnreachableError, serverUrl } from '@/lib/http';

/** What an endpoint answered, whatever it was. */
export interface Invocation {
  status: number;
  /** From the click to the last byte, network included. */
  millis: number;
  version?: string;
  variant?: string;
  requestId?: string;
  /** Rows that no prediction is given for, since the model is not sure enough of them. */
  withheld: number[];
  body: unknown;
}

export async function invoke(endpointName: string, body: string, key: string): Promise<Invocation> {
  const started = performance.now();
  let response: Response;
  let text: string;
  try {
    response = await fetch(serverUrl(`serving/${encodeURIComponent(endpointName)}/invocations`), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(key === '' ? {} : { Authorization: `Bearer ${key}` }),
      },
      body,
    });
    text = await response.text();
  } catch {
    throw new ServerUnreachableError();
  }
  const header = (name: string) => response.headers.get(name) ?? undefined;
  const answer = parse(text);
  return {
    status: response.status,
    millis: performance.now() - started,
    version: header('X-Millrace-Model-Version'),
    variant: header('X-Millrace-Variant'),
    requestId: header('X-Millrace-Request-Id'),
    withheld: withheldRows(answer),
    body: answer,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withheldRows(answer: unknown): number[] {
  const rows = (answer as { withheld?: unknown } | null)?.withheld;
  return Array.isArray(rows) ? rows.filter((row): row is number => typeof row === 'number') : [];
}
