import { Button, Menu } from '@mantine/core';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { failureToast } from '@/components/toasts';
import type { RunsQuery } from '@/features/runs/api/searchRuns';
import type { ExportFormat } from '@/features/runs/exportRuns';
import type { RunColumn } from '@/features/runs/runColumns';

interface ExportMenuProps {
  query: RunsQuery;
  columns: readonly RunColumn[];
  count: number | undefined;
}

/** All runs that match as a file, with the filter, the order and the columns of the view. */
export function ExportMenu({ query, columns, count }: ExportMenuProps) {
  const begin = (format: ExportFormat) =>
    import('@/features/runs/exportRuns')
      .then(({ exportRuns }) => exportRuns(query, columns, format))
      .catch(failureToast('The export failed'));
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {count === undefined ? 'All matching runs' : `All ${count.toLocaleString('en-US')} matching runs`}
        </Menu.Label>
        <Menu.Item onClick={() => void begin('csv')}>CSV</Menu.Item>
        <Menu.Item onClick={() => void begin('jsonl')}>JSON lines</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
