import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import type { Deployment } from '@/features/endpoints/api/types';
import { DeploymentStatePill } from '@/features/endpoints/components/DeploymentStatePill';

export function DeploymentsTable({ deployments }: { deployments: Deployment[] }) {
  if (deployments.length === 0) return <p className="muted">No version is loaded.</p>;
  return (
    <DataTable
      label="Deployments"
      rows={deployments}
      rowKey={(deployment) => `${deployment.version} ${deployment.since}`}
      columns={[
        { header: 'Version', cell: (deployment) => `v${deployment.version}` },
        { header: 'State', cell: (deployment) => <DeploymentStatePill state={deployment.state} /> },
        { header: 'Since', cell: (deployment) => <RelativeTime millis={deployment.since} /> },
        { header: 'Reason', cell: (deployment) => deployment.reason ?? <span className="muted">–</span> },
      ]}
    />
  );
}
