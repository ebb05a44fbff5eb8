import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';

interface TableOfRowsProps {
  label: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Cells of any file as they are; numbers to the right. */
export function TableOfRows({ label, header, rows }: TableOfRowsProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
    <div className={classes.csv} tabIndex={0} role="region" aria-label={label}>
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
                <td key={column} data-numeric={cell !== '' && !Number.isNaN(Number(cell)) ? true : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
