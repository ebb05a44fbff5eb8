import { serverUrl } from '@/lib/http';

/** Ids of runs that changed, or all where it is not known which. */
export type ChangedRuns = ReadonlySet<string> | 'all';

const RUN_EVENTS = [
  'run_created',
  'run_updated',
  'run_deleted',
  'run_restored',
  'stalled',
  'recovered',
] as const;

/**
 * Watches the runs of an experiment until the answer is called. The browser comes back by itself to a
 * stream that was lost, and is told when it has missed something.
 */
export function watchRuns(experimentId: string, onChange: (runs: ChangedRuns) => void): () => void {
  const url = serverUrl(`api/millrace/v1/experiments/${encodeURIComponent(experimentId)}/events`);
  const source = new EventSource(url);
  source.addEventListener('ready', () => onChange('all'));
  source.addEventListener('reset', () => onChange('all'));
  for (const name of RUN_EVENTS) {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      const { run_id } = JSON.parse(event.data) as { run_id: string };
      onChange(new Set([run_id]));
    });
  }
  source.addEventListener('metrics', (event: MessageEvent<string>) => {
    const { runs } = JSON.parse(event.data) as { runs: { run_id: string }[] };
    onChange(new Set(runs.map((run) => run.run_id)));
  });
  return () => source.close();
}
