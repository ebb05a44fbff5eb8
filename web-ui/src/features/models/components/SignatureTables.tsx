import { Stack } from '@mantine/core';
import { DataTable } from '@/components/DataTable';
import type { ModelSignature, SignatureColumn } from '@/features/models/signature';

/** What a model takes and answers, column by column. */
export function SignatureTables({ signature }: { signature: ModelSignature }) {
  const parts = [
    { label: 'Input', columns: signature.inputs },
    { label: 'Output', columns: signature.outputs },
    { label: 'Parameter', columns: signature.params },
  ].filter(({ columns }) => columns.length > 0);
  return (
    <Stack gap="xs">
      {parts.map((part) => (
        <SignatureTable key={part.label} {...part} />
      ))}
    </Stack>
  );
}

function SignatureTable({ label, columns }: { label: string; columns: SignatureColumn[] }) {
  const rows = columns.map((column, place) => ({ ...column, place }));
  return (
    <DataTable
      label={`${label} of the model`}
      rows={rows}
      rowKey={({ place }) => place}
      columns={[
        { header: label, cell: ({ name }) => name ?? <span className="muted">without a name</span> },
        { header: 'Type', cell: ({ type }) => type },
        { header: 'Required', width: '90px', cell: ({ required }) => (required ? 'yes' : 'no') },
      ]}
    />
  );
}
