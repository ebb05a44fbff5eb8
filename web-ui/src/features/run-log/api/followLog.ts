import { request, serverUrl } from '@/lib/http';

const path = (runId: string) => `api/millrace/v1/runs/${encodeURIComponent(runId)}/log`;

/** Where the whole log is. */
export function logUrl(runId: string): string {
  return serverUrl(path(runId));
}

/** How many bytes the log has now. */
export async function getLogSize(runId: string, signal?: AbortSignal): Promise<number> {
  const response = await request(path(runId), { query: { limit: 0 }, signal });
  return Number(response.headers.get('X-Millrace-Log-Size') ?? 0);
}

/** Hands out the log from an offset on, until the run ends or the answer is called. */
export function followLog(
  runId: string,
  offset: number,
  onText: (text: string) => void,
  onEnd: () => void,
): () => void {
  const source = new EventSource(serverUrl(`${path(runId)}/tail`, { offset }));
  source.addEventListener('log', (event: MessageEvent<string>) => {
    onText((JSON.parse(event.data) as { text: string }).text);
  });
  source.addEventListener('end', () => {
    source.close();
    onEnd();
  });
  return () => source.close();
}
