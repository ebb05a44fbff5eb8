import { useMemo } from 'react';
import { TableOfRows } from '@/features/artifacts/components/TableOfRows';
import { parseDelimited } from '@/lib/csv';

const MAX_ROWS = 500;

/** The head of a delimited file, its first row as the heading. */
export function CsvTable({ text, delimiter, label }: { text: string; delimiter: string; label: string }) {
  const [header = [], ...rows] = useMemo(
    () => parseDelimited(text, delimiter, MAX_ROWS + 1),
    [text, delimiter],
  );
  return (
    <>
      <TableOfRows label={`Content of ${label}`} header={header} rows={rows} />
      {rows.length === MAX_ROWS && <p className="muted">The first {MAX_ROWS} rows.</p>}
    </>
  );
}
