import type { ComponentProps } from 'react';
import type { RunInfo } from '@/features/runs/api/types';
import { ColumnMenu } from '@/features/runs/components/ColumnMenu';
import { RowMenu } from '@/features/runs/components/RowMenu';
import type { RunColumn } from '@/features/runs/runColumns';

type Shared = Omit<ComponentProps<typeof ColumnMenu>, 'column' | 'at'> &
  Pick<ComponentProps<typeof RowMenu>, 'onMove'>;

interface GridMenusProps extends Shared {
  rowMenu: { run: RunInfo; at: DOMRect } | undefined;
  columnMenu: { column: RunColumn; at: DOMRect } | undefined;
  onRename: (run: RunInfo) => void;
}

/** The menus of a table: one for whichever line, one for whichever column. */
export function GridMenus({ rowMenu, columnMenu, onRename, onMove, ...shared }: GridMenusProps) {
  const { search, onSearch, onClose } = shared;
  return (
    <>
      {rowMenu !== undefined && (
        <RowMenu
          {...rowMenu}
          search={search}
          onSearch={onSearch}
          onMove={onMove}
          onRename={() => onRename(rowMenu.run)}
          onClose={onClose}
        />
      )}
      {columnMenu !== undefined && <ColumnMenu {...columnMenu} {...shared} />}
    </>
  );
}
