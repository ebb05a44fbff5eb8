import { Table } from '@mantine/core';
import type { Key, ReactNode } from 'react';
import classes from '@/components/DataTable.module.css';

export interface DataColumn<T> {
  header: string;
  cell: (row: T) => ReactNode;
  numeric?: boolean;
  /** CSS width; without it the column takes what it needs. */
  width?: string;
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
              <Table.Th key={column.header} w={column.width} data-numeric={column.numeric || undefined}>
                {column.header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map((column) => (
                <Table.Td key={column.header} data-numeric={column.numeric || undefined}>
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
