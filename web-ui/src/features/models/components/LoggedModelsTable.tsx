import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { StatusPill } from '@/components/StatusPill';
import { TagList } from '@/components/TagList';
import type { LoggedModel } from '@/features/models/api/types';
import { LoggedModelLink } from '@/features/models/components/LoggedModelLink';
import { loggedMetrics } from '@/features/models/loggedMetrics';
import { loggedModelStatus } from '@/features/models/versionStatus';
import { formatMetric } from '@/lib/format';
import { userTags } from '@/lib/tags';

const SHOWN_METRICS = 3;

interface LoggedModelsTableProps {
  models: LoggedModel[];
  /** What a run is called. */
  runName: (runId: string) => string;
}

export function LoggedModelsTable({ models, runName }: LoggedModelsTableProps) {
  return (
    <DataTable
      label="Logged models"
      rows={models}
      rowKey={({ info }) => info.model_id}
      columns={[
        { header: 'Name', cell: (model) => <LoggedModelLink model={model} /> },
        {
          header: 'Status',
          cell: (model) => {
            const { tone, label } = loggedModelStatus(model);
            return <StatusPill tone={tone}>{label}</StatusPill>;
          },
        },
        { header: 'Logged', cell: ({ info }) => <RelativeTime millis={info.creation_timestamp_ms} /> },
        {
          header: 'Run',
          cell: ({ info }) =>
            info.source_run_id ? (
              <Link
                to="/experiments/$experimentId/runs/$runId"
                params={{ experimentId: info.experiment_id, runId: info.source_run_id }}
              >
                {runName(info.source_run_id)}
              </Link>
            ) : (
              <span className="muted">–</span>
            ),
        },
        { header: 'Type', cell: ({ info }) => info.model_type || <span className="muted">–</span> },
        { header: 'Metrics', cell: (model) => <Metrics model={model} runName={runName} /> },
        { header: 'Tags', cell: ({ info }) => <TagList tags={userTags(info.tags)} limit={3} /> },
        { header: 'Model ID', cell: ({ info }) => <span className="mono">{info.model_id}</span> },
      ]}
    />
  );
}

function Metrics({ model, runName }: { model: LoggedModel; runName: (runId: string) => string }) {
  const metrics = loggedMetrics(model);
  const text = (name: string, value: string, runId: string | undefined) =>
    runId === undefined ? `${name} ${value}` : `${name} ${value} in ${runName(runId)}`;
  if (metrics.length === 0) return <span className="muted">–</span>;
  const rest = metrics.length - SHOWN_METRICS;
  return (
    <span title={metrics.map(({ name, value, runId }) => text(name, String(value), runId)).join('\n')}>
      {metrics
        .slice(0, SHOWN_METRICS)
        .map(({ name, value, runId }) => text(name, formatMetric(value), runId))
        .join(', ')}
      {rest > 0 && <span className="muted">{` and ${rest} more`}</span>}
    </span>
  );
}
