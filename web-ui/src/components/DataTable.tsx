import { Table, UnstyledButton } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import type { Key, ReactNode } from 'react';
import classes from '@/components/DataTable.module.css';

export interface DataColumn<T> {
  header: string;
  /** What tells two columns of the same heading apart; the heading where absent. */
  id?: string;
  cell: (row: T) => ReactNode;
  numeric?: boolean;
  /** CSS width; without it the column takes what it needs. */
  width?: string;
  /** What the heading shows in the place of its words. */
  heading?: ReactNode;
  /** Sorts by the column. */
  onSort?: () => void;
  /** The rows are in the order of this column. */
  sorted?: 'ascending' | 'descending';
}

interface DataTableProps<T> {
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => Key;
  columns: DataColumn<T>[];
}

/** A plain table for up to a few hundred rows. */
export function DataTable<T>({ label, rows, rowKey, columns }: DataTableProps<T>) {
  return (
    <div className={classes.wrap}>
      <Table aria-label={label} className={classes.table} verticalSpacing={6} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th
                key={column.id ?? column.header}
                w={column.width}
                data-numeric={column.numeric || undefined}
                aria-sort={column.sorted}
              >
                <Heading {...column} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map((column) => (
                <Table.Td key={column.id ?? column.header} data-numeric={column.numeric || undefined}>
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

type HeadingProps = Pick<DataColumn<never>, 'header' | 'heading' | 'onSort' | 'sorted'>;

function Heading({ header, heading = header, onSort, sorted }: HeadingProps) {
  if (onSort === undefined) return heading;
  const Arrow = sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <UnstyledButton className={classes.sort} title={`Sort by ${header}`} onClick={onSort}>
      <span className="truncate">{heading}</span>
      {sorted !== undefined && <Arrow size={12} aria-hidden className={classes.arrow} />}
    </UnstyledButton>
  );
}
