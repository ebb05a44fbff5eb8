import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Known, Schema } from '@/lib/api';
import { millrace } from '@/lib/http';

type RecordedModel = Known<
  Schema<'Model'>,
  never,
  { role: 'input' | 'output'; files: Required<Schema<'File'>>[] }
>;

type Environment = Known<Schema<'Environment'>, never, { packages: Schema<'PackageVersion'>[] }>;

/** All that was recorded of a run that is needed to run it again. */
export type RunRecord = Known<
  Schema<'RunRecord'>,
  never,
  { environment: Environment; models: RecordedModel[]; missing: Required<Schema<'Missing'>>[] }
>;

export function getRunRecord(runId: string, signal?: AbortSignal): Promise<RunRecord> {
  return millrace<RunRecord>(`runs/${encodeURIComponent(runId)}/record`, { signal });
}

export function runRecordQueryOptions(runId: string) {
  return queryOptions({
    queryKey: ['runs', runId, 'record'],
    queryFn: ({ signal }) => getRunRecord(runId, signal),
  });
}

export function useRunRecord(runId: string) {
  return useQuery(runRecordQueryOptions(runId));
}
