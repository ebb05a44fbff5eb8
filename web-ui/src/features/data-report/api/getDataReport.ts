import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Known, Schema } from '@/lib/api';
import { millrace } from '@/lib/http';

/** Where it cannot be compared, what is missing says why. */
export type ReportedInput = Known<Schema<'Input'>, 'name' | 'digest'>;

/**
 * Rows that training and evaluation data share; the numbers are of different rows, and estimates; the share
 * is of the rows of the evaluation data, from 0 to 1.
 */
export type Overlap = Known<
  Schema<'Overlap'>,
  'training' | 'training_digest' | 'evaluation' | 'evaluation_digest' | 'evaluation_context'
>;

/**
 * How a column of the evaluation data differs from that of the training data: by the Kolmogorov-Smirnov
 * distance (0 to 1), the population stability index and the mean, in standard deviations of the training data.
 */
export type Drift = Known<
  Schema<'Drift'>,
  'column' | 'training' | 'evaluation' | 'evaluation_context' | 'null_share_change' | 'level'
>;

/** What is remarkable about the data of a run; complete where all inputs and columns are in it. */
export type DataReport = Known<
  Schema<'DataReport'>,
  'complete',
  { inputs: ReportedInput[]; overlaps: Overlap[]; drifts: Drift[] }
>;

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
