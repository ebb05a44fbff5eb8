import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Known, Schema } from '@/lib/api';
import { millrace } from '@/lib/http';

/** Where it cannot be compared, what is missing says why. */
export type ReportedInput = Schema<'Input'>;

/**
 * Rows that training and evaluation data share; the numbers are of different rows, and estimates; the share
 * is of the rows of the evaluation data, from 0 to 1.
 */
export type Overlap = Schema<'Overlap'>;

/**
 * How a column of the evaluation data differs from that of the training data: by the Kolmogorov-Smirnov
 * distance (0 to 1), the population stability index and the mean, in standard deviations of the training data.
 */
export type Drift = Schema<'Drift'>;

/** What is remarkable about the data of a run; complete where all inputs and columns are in it. */
export type DataReport = Known<
  Schema<'DataReport'>,
  never,
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
