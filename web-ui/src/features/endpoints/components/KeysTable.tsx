import { Button } from '@mantine/core';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import type { EndpointKey } from '@/features/endpoints/api/types';

interface KeysTableProps {
  keys: EndpointKey[];
  onDelete: (name: string) => void;
}

export function KeysTable({ keys, onDelete }: KeysTableProps) {
  return (
    <DataTable
      label="Keys"
      rows={keys}
      rowKey={(key) => key.name}
      columns={[
        { header: 'Name', cell: (key) => key.name },
        { header: 'Begins with', cell: (key) => <code>{key.prefix}…</code> },
        {
          header: 'Rate',
          cell: ({ requests_per_second: rate }) =>
            rate === undefined ? <span className="muted">no bound</span> : `${rate}/s`,
        },
        { header: 'Made', cell: (key) => <RelativeTime millis={key.created_at} /> },
        {
          header: 'Ends',
          cell: ({ expires_at: end }) =>
            end === undefined ? <span className="muted">never</span> : <RelativeTime millis={end} />,
        },
        {
          header: '',
          cell: (key) => (
            <Button
              variant="subtle"
              color="red"
              c="var(--mr-bad)"
              size="compact-xs"
              aria-label={`Take key ${key.name} away`}
              onClick={() => onDelete(key.name)}
            >
              Take away
            </Button>
          ),
        },
      ]}
    />
  );
}
