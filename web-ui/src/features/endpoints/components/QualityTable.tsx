import { Box } from '@mantine/core';
import { DataTable } from '@/components/DataTable';
import { useQuality } from '@/features/endpoints/api/getQuality';
import { formatCount } from '@/features/endpoints/numbers';

/** How good the answers were whose ground truth is known; nothing where none is. */
export function QualityTable({ endpointName }: { endpointName: string }) {
  const { data: quality } = useQuality(endpointName);
  if (quality?.versions === undefined) return null;
  const numbers = quality.versions.some(({ kind }) => kind === 'REGRESSION')
    ? (['mae', 'rmse', 'r2'] as const)
    : (['accuracy', 'precision', 'recall', 'f1'] as const);
  return (
    <Box mt="md">
      <h3>Quality by ground truth</h3>
      <DataTable
        label="Quality of each version"
        rows={quality.versions}
        rowKey={({ version }) => version}
        columns={[
          { header: 'Version', cell: ({ version }) => `v${version}` },
          { header: 'Rows', numeric: true, cell: ({ rows }) => formatCount(rows) },
          ...numbers.map((name) => ({
            header: headers[name],
            numeric: true,
            cell: (row: { [N in typeof name]?: number }) => row[name]?.toFixed(3) ?? '–',
          })),
        ]}
      />
    </Box>
  );
}

const headers = {
  accuracy: 'Accuracy',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  mae: 'MAE',
  rmse: 'RMSE',
  r2: 'R²',
};
