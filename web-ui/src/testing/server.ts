import { http, HttpResponse, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';

/** The server as the tests have it: each test says what it answers. */
export const server = setupServer(
  http.get('*/health', () => HttpResponse.text('OK')),
  http.get('*/version', () => HttpResponse.text('3.17.2')),
);

/** Answers a path, whatever stands before it, with JSON. */
export function answer(method: 'get' | 'post', path: string, body: JsonBodyType, status = 200): void {
  server.use(http[method](`*/${path}`, () => HttpResponse.json(body, { status })));
}

/** Answers with an error as the contract has it. */
export function refuse(
  method: 'get' | 'post',
  path: string,
  status: number,
  code: string,
  message: string,
): void {
  answer(method, path, { error_code: code, message }, status);
}
