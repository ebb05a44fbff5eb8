import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import type { Endpoint } from '@/features/endpoints/api/types';
import { DeploymentStatePill } from '@/features/endpoints/components/DeploymentStatePill';
import { LiveVersion } from '@/features/endpoints/components/LiveVersion';
import { followedText } from '@/lib/followed';

export function EndpointsTable({ endpoints }: { endpoints: Endpoint[] }) {
  return (
    <DataTable
      label="Endpoints"
      rows={endpoints}
      rowKey={(endpoint) => endpoint.name}
      columns={[
        {
          header: 'Name',
          cell: ({ name }) => (
            <Link to="/endpoints/$endpointName" params={{ endpointName: name }}>
              {name}
            </Link>
          ),
        },
        {
          header: 'Follows',
          cell: (endpoint) => (
            <Link to="/models/$modelName" params={{ modelName: endpoint.model_name }}>
              {followedText(endpoint.model_name, endpoint)}
            </Link>
          ),
        },
        { header: 'Live version', cell: (endpoint) => <LiveVersion endpoint={endpoint} /> },
        { header: 'State', cell: (endpoint) => <DeploymentStatePill state={endpoint.live_state} /> },
        { header: 'Owner', cell: ({ owner }) => owner ?? <span className="muted">–</span> },
        { header: 'Opened', cell: (endpoint) => <RelativeTime millis={endpoint.created_at} /> },
      ]}
    />
  );
}
