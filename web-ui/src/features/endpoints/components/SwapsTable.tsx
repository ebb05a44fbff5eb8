import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { RelativeTime } from '@/components/RelativeTime';
import { useSwaps } from '@/features/endpoints/api/listSwaps';
import { SwapStatePill } from '@/features/endpoints/components/SwapStatePill';
import { swapMillis, swapSteps } from '@/features/endpoints/swapSteps';
import { formatDuration } from '@/lib/format';

export function SwapsTable({ endpointName }: { endpointName: string }) {
  const { data: swaps, error, refetch } = useSwaps(endpointName);
  if (error !== null)
    return <ErrorState error={error} doing="load the swaps" onRetry={() => void refetch()} />;
  if (swaps === undefined) return <Loading what="swaps" lines={3} />;
  if (swaps.length === 0) {
    return (
      <EmptyState title="No swap yet">
        <p>Promote a version to what this endpoint follows, and the swap is kept here.</p>
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Swaps"
      rows={swaps}
      rowKey={(swap) => swap.swap_id}
      columns={[
        {
          header: 'Versions',
          cell: (swap) =>
            (swap.from_version ? `v${swap.from_version} → v${swap.to_version}` : `v${swap.to_version}`) +
            (swap.variant === undefined ? '' : ` (${swap.variant})`),
        },
        { header: 'State', cell: (swap) => <SwapStatePill swap={swap} /> },
        { header: 'Started', cell: (swap) => <RelativeTime millis={swap.started_at} /> },
        {
          header: 'Took',
          numeric: true,
          cell: (swap) => {
            const millis = swapMillis(swap);
            return millis === undefined ? '–' : formatDuration(millis);
          },
        },
        { header: 'Steps', cell: (swap) => swapSteps(swap) || <span className="muted">–</span> },
        { header: 'Reason', cell: (swap) => swap.reason || <span className="muted">–</span> },
      ]}
    />
  );
}
