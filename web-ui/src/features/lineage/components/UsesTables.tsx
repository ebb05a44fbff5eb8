import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { StatusPill } from '@/components/StatusPill';
import { Chip } from '@/components/TagList';
import type { EndpointUse, ModelUse, RunUse, VersionUse } from '@/features/lineage/api/types';

const usedFor = {
  header: 'Used for',
  cell: ({ contexts }: { contexts?: string[] }) =>
    contexts === undefined || contexts.length === 0 ? (
      '–'
    ) : (
      <>
        {contexts.map((context) => (
          <Chip key={context}>{context}</Chip>
        ))}
      </>
    ),
};

export function RunUses({ runs }: { runs: RunUse[] }) {
  return (
    <DataTable
      label="Runs"
      rows={runs}
      rowKey={(run) => run.run_id}
      columns={[
        {
          header: 'Run',
          cell: (run) => (
            <>
              <Link
                to="/experiments/$experimentId/runs/$runId"
                params={{ experimentId: run.experiment_id, runId: run.run_id }}
              >
                {run.run_name}
              </Link>
              {run.lifecycle_stage === 'deleted' && <StatusPill tone="idle">Deleted</StatusPill>}
            </>
          ),
        },
        usedFor,
        { header: 'Status', cell: (run) => run.status.toLowerCase() },
        { header: 'Started', cell: (run) => <RelativeTime millis={run.start_time} /> },
      ]}
    />
  );
}

export function ModelUses({ models }: { models: ModelUse[] }) {
  return (
    <DataTable
      label="Logged models"
      rows={models}
      rowKey={(model) => model.model_id}
      columns={[
        {
          header: 'Logged model',
          cell: (model) => (
            <Link to="/lineage" search={{ node: `model:${model.model_id}` }}>
              {model.name ?? model.model_id}
            </Link>
          ),
        },
        usedFor,
        { header: 'ID', cell: (model) => <span className="mono">{model.model_id}</span> },
      ]}
    />
  );
}

export function VersionUses({ versions }: { versions: VersionUse[] }) {
  return (
    <DataTable
      label="Model versions"
      rows={versions}
      rowKey={(version) => `${version.name}/${version.version}`}
      columns={[
        {
          header: 'Model version',
          cell: ({ name, version }) => (
            <Link to="/models/$modelName/versions/$version" params={{ modelName: name, version }}>
              {`${name} v${version}`}
            </Link>
          ),
        },
        usedFor,
      ]}
    />
  );
}

export function EndpointUses({ endpoints }: { endpoints: EndpointUse[] }) {
  return (
    <DataTable
      label="Endpoints"
      rows={endpoints}
      rowKey={(endpoint) => endpoint.name}
      columns={[
        {
          header: 'Endpoint',
          cell: ({ name }) => (
            <Link to="/endpoints/$endpointName" params={{ endpointName: name }}>
              {name}
            </Link>
          ),
        },
        usedFor,
        {
          header: 'Serves it',
          cell: ({ serves_now: now }) =>
            now ? <StatusPill tone="good">Now</StatusPill> : <StatusPill tone="idle">Not now</StatusPill>,
        },
      ]}
    />
  );
}
