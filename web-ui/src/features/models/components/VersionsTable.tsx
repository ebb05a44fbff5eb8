import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { StatusPill } from '@/components/StatusPill';
import { TagList } from '@/components/TagList';
import type { Alias, ModelVersion } from '@/features/models/api/types';
import { AliasChips } from '@/features/models/components/AliasChips';
import { versionStatus } from '@/features/models/versionStatus';

interface VersionsTableProps {
  versions: ModelVersion[];
  aliases: Alias[] | undefined;
  onPromote: (version: string) => void;
}

export function VersionsTable({ versions, aliases, onPromote }: VersionsTableProps) {
  return (
    <DataTable
      label="Versions"
      rows={versions}
      rowKey={(version) => version.version}
      columns={[
        {
          header: 'Version',
          cell: ({ name, version }) => (
            <Link to="/models/$modelName/versions/$version" params={{ modelName: name, version }}>
              {`v${version}`}
            </Link>
          ),
        },
        { header: 'Aliases', cell: ({ version }) => <AliasChips aliases={aliases} version={version} /> },
        {
          header: 'Status',
          cell: (version) => {
            const { tone, label } = versionStatus(version);
            return <StatusPill tone={tone}>{label}</StatusPill>;
          },
        },
        { header: 'Registered', cell: (version) => <RelativeTime millis={version.creation_timestamp} /> },
        { header: 'Description', cell: (version) => version.description || <span className="muted">–</span> },
        { header: 'Tags', cell: (version) => <TagList tags={version.tags ?? []} limit={3} /> },
        {
          header: 'Action',
          width: '100px',
          cell: ({ version }) => (
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`Promote version ${version}`}
              onClick={() => onPromote(version)}
            >
              Promote…
            </Button>
          ),
        },
      ]}
    />
  );
}
