import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import type { Replica } from '@/features/endpoints/api/types';

/** The servers behind an endpoint: each swaps by itself, and one may lag behind or refuse a version. */
export function ReplicasTable({ replicas }: { replicas: Replica[] }) {
  return (
    <DataTable
      label="Servers"
      rows={replicas}
      rowKey={(replica) => `${replica.name} ${replica.started_at}`}
      columns={[
        {
          header: 'Server',
          cell: (replica) => (
            <>
              {replica.name}
              {replica.address !== undefined && <div className="muted">{replica.address}</div>}
            </>
          ),
        },
        {
          header: 'Answers with',
          cell: (replica) =>
            replica.live_version === undefined ? (
              <span className="muted">nothing yet</span>
            ) : (
              `v${replica.live_version}`
            ),
        },
        { header: 'Started', cell: (replica) => <RelativeTime millis={replica.started_at} /> },
        { header: 'Refused', cell: (replica) => refusal(replica) ?? <span className="muted">–</span> },
      ]}
    />
  );
}

function refusal({ deployments }: Replica): string | undefined {
  const failed = deployments?.find((deployment) => deployment.state === 'FAILED');
  return failed && `v${failed.version}: ${failed.reason ?? ''}`;
}
