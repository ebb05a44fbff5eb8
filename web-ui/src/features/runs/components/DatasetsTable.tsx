import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { Chip } from '@/components/TagList';
import type { DatasetInput } from '@/features/runs/api/types';
import { datasetSize } from '@/features/runs/datasetProfile';
import { tagValue } from '@/lib/tags';

export function DatasetsTable({ inputs }: { inputs: DatasetInput[] }) {
  if (inputs.length === 0) return <p className="muted">No datasets were logged.</p>;
  return (
    <DataTable
      label="Datasets"
      rows={inputs}
      rowKey={(input) =>
        `${input.dataset.name} ${input.dataset.digest} ${tagValue(input.tags, 'mlflow.data.context')}`
      }
      columns={[
        { header: 'Name', cell: (input) => input.dataset.name },
        {
          header: 'Digest',
          cell: (input) => (
            <Link to="/data/$digest" params={{ digest: input.dataset.digest }} className="mono">
              {input.dataset.digest}
            </Link>
          ),
        },
        {
          header: 'Used for',
          cell: (input) => {
            const context = tagValue(input.tags, 'mlflow.data.context');
            return context === undefined ? '–' : <Chip>{context}</Chip>;
          },
        },
        { header: 'Rows', numeric: true, cell: (input) => datasetSize(input.dataset.profile) ?? '–' },
      ]}
    />
  );
}
