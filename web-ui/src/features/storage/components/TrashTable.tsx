import { DataTable, type DataColumn } from '@/components/DataTable';
import { FailureAlert } from '@/components/FailureAlert';
import { RelativeTime } from '@/components/RelativeTime';
import type { useRestoreExperiment, useRestoreRun } from '@/features/storage/api/changeTrash';
import type { Deleted } from '@/features/storage/api/types';
import { TrashActions } from '@/features/storage/components/TrashActions';

interface TrashTableProps<Item extends Deleted> {
  label: string;
  items: readonly Item[];
  idOf: (item: Item) => string;
  nameOf: (item: Item) => string;
  /** What they are, before when they were deleted. */
  columns: DataColumn<Item>[];
  restore: ReturnType<typeof useRestoreRun | typeof useRestoreExperiment>;
  onPurge: (item: Item) => void;
}

/** Deleted things of one kind, each with what can be done with it. */
export function TrashTable<Item extends Deleted>(props: TrashTableProps<Item>) {
  const { label, items, idOf, nameOf, columns, restore, onPurge } = props;
  return (
    <>
      <FailureAlert title="Nothing was restored" error={restore.error} mb="sm" />
      <DataTable
        label={label}
        rows={items}
        rowKey={idOf}
        columns={[
          ...columns,
          { header: 'Deleted', cell: ({ deleted_at: at }) => <RelativeTime millis={at} /> },
          {
            header: 'Actions',
            numeric: true,
            cell: (item) => (
              <TrashActions
                name={nameOf(item)}
                restoring={restore.isPending && restore.variables === idOf(item)}
                onRestore={() => restore.mutate(idOf(item))}
                onPurge={() => onPurge(item)}
              />
            ),
          },
        ]}
      />
    </>
  );
}
