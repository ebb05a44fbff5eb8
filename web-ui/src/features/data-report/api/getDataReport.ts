import { queryOptions, useQuery } from '@tanstack/react-query';
import { millrace } from '@/lib/http';

export interface ReportedInput {
  name: string;
  digest: string;
  context?: string;
  rows?: number;
  distinct_rows?: number;
  /** Why it cannot be compared. */
  missing?: string;
}

/** Rows that training and evaluation data share; the numbers are of different rows, and estimates. */
export interface Overlap {
  training: string;
  training_digest: string;
  evaluation: string;
  evaluation_digest: string;
  evaluation_context: string;
  shared_rows?: number;
  at_least?: number;
  at_most?: number;
  /** Of the rows of the evaluation data, from 0 to 1. */
  evaluation_share?: number;
  level?: 'NONE' | 'SUSPICIOUS' | 'LEAK';
  reason?: string;
}

/** How a column of the evaluation data differs from that of the training data. */
export interface Drift {
  column: string;
  training: string;
  evaluation: string;
  evaluation_context: string;
  /** Kolmogorov-Smirnov distance, from 0 to 1. */
  ks?: number;
  /** Population stability index. */
  psi?: number;
  /** In standard deviations of the training data. */
  mean_shift?: number;
  null_share_change: number;
  level: 'NONE' | 'SOME' | 'STRONG';
}

/** What is remarkable about the data of a run. */
export interface DataReport {
  inputs?: ReportedInput[];
  overlaps?: Overlap[];
  drifts?: Drift[];
  /** Whether all inputs and columns are in it. */
  complete: boolean;
}

export function getDataReport(runId: string, signal?: AbortSignal): Promise<DataReport> {
  return millrace<DataReport>(`runs/${encodeURIComponent(runId)}/data-report`, { signal });
}

export function dataReportQueryOptions(runId: string) {
  return queryOptions({
    queryKey: ['runs', runId, 'data-report'],
    queryFn: ({ signal }) => getDataReport(runId, signal),
  });
}

export function useDataReport(runId: string) {
  return useQuery(dataReportQueryOptions(runId));
}
