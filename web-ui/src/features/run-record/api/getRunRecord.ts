import { queryOptions, useQuery } from '@tanstack/react-query';
import { millrace } from '@/lib/http';

/** All that was recorded of a run that is needed to run it again. */
export interface RunRecord {
  run_id: string;
  reproduces?: string;
  parent_run_id?: string;
  hypothesis?: string;
  verdict?: string;
  code: {
    repository?: string;
    commit?: string;
    branch?: string;
    dirty?: boolean;
    entry_point?: string;
    directory?: string;
    arguments?: string[];
  };
  environment: {
    language?: string;
    version?: string;
    operating_system?: string;
    image?: string;
    packages?: { name: string; version: string; sha256?: string }[];
  };
  models?: {
    role: 'input' | 'output';
    model_id?: string;
    name: string;
    files?: { path: string; size_bytes: number; sha256: string }[];
    file_count: number;
  }[];
  missing?: { field: string; reason: string }[];
}

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
