import { useMemo } from 'react';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
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
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too */}
      <div className={classes.csv} tabIndex={0} role="region" aria-label={`Content of ${label}`}>
        <table>
          <thead>
            <tr>
              {header.map((cell, index) => (
                <th key={index}>{cell}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td
                    key={column}
                    data-numeric={cell !== '' && !Number.isNaN(Number(cell)) ? true : undefined}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === MAX_ROWS && <p className="muted">The first {MAX_ROWS} rows.</p>}
    </>
  );
}
