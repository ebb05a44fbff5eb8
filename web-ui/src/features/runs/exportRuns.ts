import { matching, type RunsQuery } from '@/features/runs/api/searchRuns';
import { NAME_COLUMN, type RunColumn } from '@/features/runs/runColumns';
import type { BodyOf, Schema } from '@/lib/api';
import { download, saveFile } from '@/lib/download';
import { request, serverUrl } from '@/lib/http';
import { NOTE_TAG } from '@/lib/tags';

export type ExportFormat = Schema<'Format'>;

/** Longer addresses are refused by many a proxy; such a request goes as a body. */
const LONGEST_ADDRESS = 8_000;

const ROUTE = 'api/millrace/v1/runs/export';

const ATTRIBUTES: ReadonlySet<string> = new Set([
  'status',
  'start_time',
  'end_time',
  'duration',
  'user_id',
  'run_id',
]);

/** The columns of a view as an export names them, in their order; what it has no name for is left out. */
export function exportColumns(columns: readonly RunColumn[]): string[] {
  const exported = columns.flatMap(({ kind, key, id }) => {
    if (kind === 'attribute') {
      return ATTRIBUTES.has(key) ? [key] : fieldTag(id);
    }
    return [id];
  });
  return [...new Set(['run_id', NAME_COLUMN.slice('attributes.'.length), ...exported])];
}

function fieldTag(id: string): string[] {
  if (id === 'attributes.note') return [`tags.${NOTE_TAG}`];
  return id === 'attributes.source' ? ['tags.mlflow.source.name'] : [];
}

/** Begins a download of all runs that match, written by the server. */
export async function exportRuns(
  query: RunsQuery,
  columns: readonly RunColumn[],
  format: ExportFormat,
): Promise<void> {
  const wanted = {
    ...matching(query),
    order_by: query.orderBy,
    columns: exportColumns(columns),
    format,
  } satisfies BodyOf<'POST /api/millrace/v1/runs/export'>;
  const name = `runs-${query.experimentId}.${format}`;
  const address = serverUrl(ROUTE, wanted);
  if (address.length <= LONGEST_ADDRESS) {
    download(address, name);
    return;
  }
  const answer = await request(ROUTE, { body: wanted });
  saveFile(name, await answer.blob());
}
