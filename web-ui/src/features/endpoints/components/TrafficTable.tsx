import { Text } from '@mantine/core';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { useTraffic } from '@/features/endpoints/api/getTraffic';
import { errorRate, formatCount, formatMillis } from '@/features/endpoints/numbers';

/** How fast each version answers, and how often with an error. */
export function TrafficTable({ endpointName }: { endpointName: string }) {
  const { data: versions, error, refetch } = useTraffic(endpointName);
  if (error !== null) {
    return <ErrorState error={error} doing="load the traffic" onRetry={() => void refetch()} />;
  }
  if (versions === undefined) return <Loading what="the traffic" lines={2} />;
  if (versions.length === 0) {
    return <p className="muted">Nobody asked it yet, of this server. The code below does.</p>;
  }
  return (
    <>
      <DataTable
        label="Traffic"
        rows={versions}
        rowKey={({ version }) => version}
        columns={[
          { header: 'Version', cell: ({ version }) => `v${version}` },
          { header: 'Requests', numeric: true, cell: ({ requests }) => formatCount(requests) },
          { header: 'Errors', numeric: true, cell: errorRate },
          { header: 'p50', numeric: true, cell: ({ p50_millis: millis }) => formatMillis(millis) },
          { header: 'p95', numeric: true, cell: ({ p95_millis: millis }) => formatMillis(millis) },
          { header: 'p99', numeric: true, cell: ({ p99_millis: millis }) => formatMillis(millis) },
        ]}
      />
      <Text size="xs" c="dimmed" mt={4}>
        Of this server: requests since the version came up here, times of the last two minutes.
      </Text>
    </>
  );
}
