import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { runValuesQueryOptions, type CellValue, type RunValues } from '@/features/runs/api/getRunValues';
import type { Line } from '@/features/runs/lines';
import type { RunColumn } from '@/features/runs/runColumns';

/** What is asked for at once: a window is covered by few questions, and each is asked once. */
const ROWS_AT_ONCE = 50;
const COLUMNS_AT_ONCE = 40;

export type ReadValue = (runId: string, field: string) => CellValue | undefined;

/** First and last place of what is in sight. */
export interface Span {
  first: number;
  last: number;
}

/** Which of the runs are among these lines. */
export function spanOfRuns(lines: readonly Line[], firstLine: number, lastLine: number): Span {
  let before = 0;
  let within = 0;
  for (let i = 0; i <= lastLine && i < lines.length; i++) {
    if (lines[i]?.kind !== 'run') continue;
    if (i < firstLine) before++;
    else within++;
  }
  return { first: before, last: before + within - 1 };
}

function chunks(length: number, size: number, span: Span): Span[] {
  const found: Span[] = [];
  for (
    let start = Math.floor(span.first / size) * size;
    start <= span.last && start < length;
    start += size
  ) {
    found.push({ first: start, last: Math.min(start + size, length) - 1 });
  }
  return found;
}

const slice = <T>(list: readonly T[], { first, last }: Span) => list.slice(first, last + 1);

function combine(results: UseQueryResult<RunValues>[]): { read: ReadValue; error: Error | null } {
  const loaded = results.flatMap((result) => (result.data === undefined ? [] : [result.data]));
  return {
    read: (runId, field) => {
      for (const values of loaded) {
        const value = values.get(runId)?.[field];
        if (value !== undefined) return value;
      }
      return undefined;
    },
    error: results.find((result) => result.error !== null)?.error ?? null,
  };
}

/**
 * The values of the cells in sight, and of a few around them. Undefined is not loaded yet, null is not
 * there.
 *
 * @param always columns that are in sight wherever the table is scrolled to
 * @param extra a run that is asked for with every column, as the baseline is
 */
export function useRunValues(
  runIds: readonly string[],
  rows: Span,
  always: readonly RunColumn[],
  columns: readonly RunColumn[],
  span: Span,
  extra: string | undefined,
) {
  const rowKey = chunks(runIds.length, ROWS_AT_ONCE, rows);
  const columnKey = chunks(columns.length, COLUMNS_AT_ONCE, span);
  const key = JSON.stringify([rowKey, columnKey]);
  const queries = useMemo(() => {
    const [rowSpans, columnSpans] = JSON.parse(key) as [Span[], Span[]];
    const runChunks = rowSpans.map((rows) => slice(runIds, rows));
    if (extra !== undefined) runChunks.push([extra]);
    const fields = (list: readonly RunColumn[]) => list.flatMap(({ field }) => field ?? []);
    const fieldChunks = columnSpans.map((span) => fields(slice(columns, span)));
    fieldChunks.push(fields(always));
    return runChunks.flatMap((ids) =>
      fieldChunks
        .filter((list) => list.length > 0 && ids.length > 0)
        .map((list) => runValuesQueryOptions([...ids], list)),
    );
  }, [key, runIds, columns, always, extra]);
  return useQueries({ queries, combine });
}
