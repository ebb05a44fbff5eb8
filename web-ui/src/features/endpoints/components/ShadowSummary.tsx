import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { useShadow } from '@/features/endpoints/api/getShadow';
import { formatCount } from '@/features/endpoints/numbers';

/** What became of the requests that are mirrored to a variant, and where its answers were others. */
export function ShadowSummary({ endpointName, variant }: { endpointName: string; variant: string }) {
  const { data: report } = useShadow(endpointName, variant);
  if (report === undefined) return null;
  const { same, different, failed, dropped, differences = [] } = report;
  return (
    <>
      <p>
        {`Shadow ${variant}: ${formatCount(same)} answers the same, ${formatCount(different)} different, ` +
          `${formatCount(failed)} failed, ${formatCount(dropped)} requests not mirrored.`}
      </p>
      {differences.length > 0 && (
        <DataTable
          label={`Differences of ${variant}`}
          rows={differences}
          rowKey={(difference) => `${difference.at} ${difference.difference}`}
          columns={[
            { header: 'When', cell: ({ at }) => <RelativeTime millis={at} /> },
            { header: 'Answered', cell: ({ version }) => `v${version}` },
            { header: 'Shadow', cell: (difference) => `v${difference.shadow_version}` },
            { header: 'Difference', cell: ({ difference }) => difference },
          ]}
        />
      )}
    </>
  );
}
