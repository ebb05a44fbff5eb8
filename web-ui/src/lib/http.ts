import { callerHeaders } from '@/lib/caller';

/** An answer of the server that says no, with the contract's error code. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** No answer from the server, or one from a proxy that found no server behind it. */
export class ServerUnreachableError extends Error {
  constructor() {
    super('The server does not answer.');
    this.name = 'ServerUnreachableError';
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Nothing has that ID: the server says so, or it is not even a number, as all IDs of its kind are. */
export function isMissing(error: unknown, numericId: string): boolean {
  return isNotFound(error) || (error instanceof ApiError && !/^\d+$/.test(numericId));
}

type QueryValue = string | number | boolean | readonly string[] | undefined;

interface RequestOptions {
  query?: Record<string, QueryValue>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as YAML, in the place of a JSON body. */
  yaml?: string;
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The first and the last byte that are wanted. */
  range?: readonly [number, number];
  signal?: AbortSignal;
}

/** Where the server is: the directory this page was loaded from, so a path prefix is kept. */
export function serverUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const url = new URL(path, new URL('.', document.baseURI));
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? (value as string[]) : [String(value)]) {
      url.searchParams.append(name, item);
    }
  }
  return url.toString();
}

/** Sends a request and throws the two errors above; every other answer is returned. */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const { query, body, yaml, range, signal } = options;
  const content = yaml ?? (body === undefined ? undefined : JSON.stringify(body));
  const type = yaml === undefined ? 'application/json' : 'application/yaml';
  const method = options.method ?? (content === undefined ? 'GET' : 'POST');
  let response: Response;
  try {
    response = await fetch(serverUrl(path, query), {
      method,
      signal,
      headers: {
        ...callerHeaders(),
        ...(content === undefined ? {} : { 'Content-Type': type }),
        ...(range === undefined ? {} : { Range: `bytes=${range[0]}-${range[1]}` }),
      },
      body: content,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ServerUnreachableError();
  }
  if (response.ok) return response;
  if ([502, 503, 504].includes(response.status)) throw new ServerUnreachableError();
  throw await readError(response);
}

export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await request(path, options);
  return (await response.json()) as T;
}

const MLFLOW = 'api/2.0/mlflow';
const MILLRACE = 'api/millrace/v1';

/** A call of the MLflow API, by the path below `/api/2.0/mlflow`. */
export function mlflow<T>(path: string, options?: RequestOptions): Promise<T> {
  return requestJson<T>(`${MLFLOW}/${path}`, options);
}

/** A call of Millrace's own API, by the path below `/api/millrace/v1`. */
export function millrace<T>(path: string, options?: RequestOptions): Promise<T> {
  return requestJson<T>(`${MILLRACE}/${path}`, options);
}

async function readError(response: Response): Promise<ApiError> {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  try {
    const { error_code, message } = (await response.json()) as { error_code?: string; message?: string };
    return new ApiError(response.status, error_code ?? 'UNKNOWN', message ?? fallback);
  } catch {
    return new ApiError(response.status, 'UNKNOWN', fallback);
  }
}
