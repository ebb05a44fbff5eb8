import { Checkbox } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import type { VirtualItem } from '@tanstack/react-virtual';
import classes from '@/features/runs/components/RunsTable.module.css';
import { PINNED_WIDTH } from '@/features/runs/hooks/useRunsGrid';
import type { RunColumn } from '@/features/runs/runColumns';

interface RunsTableHeadProps {
  columns: RunColumn[];
  virtualColumns: VirtualItem[];
  firstOffset: number;
  sort: string;
  onSort: (sort: string) => void;
  allSelected: boolean;
  someSelected: boolean;
  onSelectAll: (all: boolean) => void;
}

const kinds = { attribute: undefined, metric: 'metric', param: 'param', tag: 'tag' };

const NAME_COLUMN = 'attributes.run_name';

export function RunsTableHead(props: RunsTableHeadProps) {
  const { columns, virtualColumns, firstOffset, sort, onSort, allSelected, someSelected, onSelectAll } =
    props;
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        <div className={classes.pinned} style={{ width: PINNED_WIDTH }} role="presentation">
          <div role="columnheader" aria-colindex={1} className={classes.tick}>
            <Checkbox
              size="xs"
              aria-label="Select all loaded runs"
              checked={allSelected}
              indeterminate={someSelected && !allSelected}
              onChange={(event) => onSelectAll(event.currentTarget.checked)}
            />
          </div>
          <HeaderCell id={NAME_COLUMN} label="Run" sortable sort={sort} onSort={onSort} index={2} />
        </div>
        {virtualColumns.map((item, position) => {
          const column = columns[item.index];
          return (
            column !== undefined && (
              <HeaderCell
                key={column.id}
                id={column.id}
                label={column.label}
                kind={kinds[column.kind]}
                numeric={column.numeric}
                sortable={column.sortable}
                sort={sort}
                onSort={onSort}
                index={item.index + 3}
                style={{ width: item.size, marginLeft: position === 0 ? firstOffset : undefined }}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface HeaderCellProps {
  id: string;
  label: string;
  kind?: string;
  numeric?: boolean;
  sortable: boolean;
  sort: string;
  onSort: (sort: string) => void;
  index: number;
  style?: React.CSSProperties;
}

function HeaderCell({ id, label, kind, numeric, sortable, sort, onSort, index, style }: HeaderCellProps) {
  const ascending = sort === id;
  const descending = sort === `-${id}`;
  const text = (
    <>
      {kind !== undefined && <span className={classes.kind}>{kind}</span>}
      <span className={classes.label}>
        <span className="truncate">{label}</span>
        {ascending && <IconArrowUp size={13} aria-hidden />}
        {descending && <IconArrowDown size={13} aria-hidden />}
      </span>
    </>
  );
  return (
    <div
      role="columnheader"
      aria-colindex={index}
      aria-sort={ascending ? 'ascending' : descending ? 'descending' : undefined}
      className={classes.headCell}
      data-numeric={numeric || undefined}
      style={style}
    >
      {sortable ? (
        <button
          type="button"
          className={classes.sort}
          title={`Sort by ${label}`}
          // Numbers and times are most often wanted largest first.
          onClick={() => onSort(descending ? id : `-${id}`)}
        >
          {text}
        </button>
      ) : (
        <span className={classes.sort} title={label}>
          {text}
        </span>
      )}
    </div>
  );
}
