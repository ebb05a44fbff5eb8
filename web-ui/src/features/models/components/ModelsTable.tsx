import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { TagList } from '@/components/TagList';
import type { RegisteredModel } from '@/features/models/api/types';
import { AliasChips } from '@/features/models/components/AliasChips';

/** MLflow: latest_versions holds one version per stage. */
function latestVersion(model: RegisteredModel): string | undefined {
  return model.latest_versions
    ?.map(({ version }) => version)
    .sort((a, b) => Number(b) - Number(a))
    .at(0);
}

interface ModelsTableProps {
  models: RegisteredModel[];
  /** What is known of a model elsewhere: who serves it, and who moved it last. */
  serving: (modelName: string) => ReactNode;
  lastMove: (modelName: string) => ReactNode;
}

export function ModelsTable({ models, serving, lastMove }: ModelsTableProps) {
  return (
    <DataTable
      label="Registered models"
      rows={models}
      rowKey={(model) => model.name}
      columns={[
        {
          header: 'Name',
          cell: ({ name }) => (
            <Link to="/models/$modelName" params={{ modelName: name }}>
              {name}
            </Link>
          ),
        },
        {
          header: 'Latest version',
          cell: (model) => {
            const version = latestVersion(model);
            return version === undefined ? (
              <span className="muted">none</span>
            ) : (
              <Link
                to="/models/$modelName/versions/$version"
                params={{ modelName: model.name, version }}
              >{`v${version}`}</Link>
            );
          },
        },
        { header: 'Aliases', cell: (model) => <AliasChips aliases={model.aliases} /> },
        { header: 'Serving now', cell: ({ name }) => serving(name) },
        { header: 'Last promoted', cell: ({ name }) => lastMove(name) },
        { header: 'Description', cell: (model) => model.description || <span className="muted">–</span> },
        { header: 'Tags', cell: (model) => <TagList tags={model.tags ?? []} /> },
        {
          header: 'Updated',
          cell: (model) => <RelativeTime millis={model.last_updated_timestamp} />,
        },
      ]}
    />
  );
}
