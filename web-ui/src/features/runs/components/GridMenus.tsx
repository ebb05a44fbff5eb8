import type { ComponentProps } from 'react';
import { ColumnMenu } from '@/features/runs/components/ColumnMenu';
import { RowMenu } from '@/features/runs/components/RowMenu';
import type { RunLine } from '@/features/runs/lines';
import type { RunColumn } from '@/features/runs/runColumns';

type Shared = Omit<ComponentProps<typeof ColumnMenu>, 'column' | 'at'> &
  Pick<ComponentProps<typeof RowMenu>, 'onMove'>;

interface GridMenusProps extends Shared {
  rowMenu: { line: RunLine; at: DOMRect } | undefined;
  columnMenu: { column: RunColumn; at: DOMRect } | undefined;
  onRename: (line: RunLine) => void;
}

/** The menus of a table: one for whichever line, one for whichever column. */
export default function GridMenus({ rowMenu, columnMenu, onRename, onMove, ...shared }: GridMenusProps) {
  const { search, onSearch, onClose } = shared;
  return (
    <>
      {rowMenu !== undefined && (
        <RowMenu
          run={rowMenu.line.run}
          at={rowMenu.at}
          search={search}
          onSearch={onSearch}
          onMove={onMove}
          onRename={() => onRename(rowMenu.line)}
          onClose={onClose}
        />
      )}
      {columnMenu !== undefined && <ColumnMenu {...columnMenu} {...shared} />}
    </>
  );
}
