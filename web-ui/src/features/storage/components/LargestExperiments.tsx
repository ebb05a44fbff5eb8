import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import type { ExperimentStorage } from '@/features/storage/api/types';
import { formatBytes } from '@/lib/format';

/** The experiments whose files are the most bytes. */
export function LargestExperiments({ experiments }: { experiments: ExperimentStorage[] }) {
  return (
    <DataTable
      label="Largest experiments"
      rows={experiments}
      rowKey={(experiment) => experiment.experiment_id}
      columns={[
        {
          header: 'Experiment',
          cell: ({ experiment_id: experimentId, name, lifecycle_stage: stage }) =>
            stage === 'deleted' ? (
              <>
                {name} <span className="muted">(deleted)</span>
              </>
            ) : (
              <Link to="/experiments/$experimentId" params={{ experimentId }}>
                {name}
              </Link>
            ),
        },
        { header: 'Files', numeric: true, cell: ({ files }) => files.toLocaleString('en-US') },
        { header: 'Size', numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
      ]}
    />
  );
}
