import { queryOptions } from '@tanstack/react-query';
import type { AnswerTo, BodyOf, Known, Schema } from '@/lib/api';
import { millrace } from '@/lib/http';

/** A number, NaN and the like as text; or a text. */
export type CellValue = number | string | null;

/** The values of some runs by run and field. */
export type RunValues = ReadonlyMap<string, Readonly<Record<string, CellValue>>>;

type Answer = Known<
  AnswerTo<'POST /api/millrace/v1/runs/values'>,
  never,
  { runs: Known<Schema<'Row'>, 'values', { values: CellValue[] }>[] }
>;

async function getRunValues(runIds: string[], fields: string[], signal: AbortSignal): Promise<RunValues> {
  const { runs = [] } = await millrace<Answer>('runs/values', {
    body: { run_ids: runIds, columns: fields } satisfies BodyOf<'POST /api/millrace/v1/runs/values'>,
    signal,
  });
  return new Map(
    runs.map((run) => [
      run.run_id,
      Object.fromEntries(fields.map((field, index) => [field, run.values[index] ?? null])),
    ]),
  );
}

export function runValuesQueryOptions(runIds: string[], fields: string[]) {
  return queryOptions({
    queryKey: ['runs', 'values', runIds, fields],
    queryFn: ({ signal }) => getRunValues(runIds, fields, signal),
    // What changes is told by events.
    staleTime: 60_000,
  });
}
