import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { Section } from '@/components/Section';
import { useLoggedModels } from '@/features/models/api/getLoggedModel';
import { useRunVersions } from '@/features/models/api/searchModelVersions';
import type { ModelVersion } from '@/features/models/api/types';
import { LoggedModelLink } from '@/features/models/components/LoggedModelLink';

/** The models a run wrote, and what they were registered as. */
export function RunModels({ runId, modelIds }: { runId: string; modelIds: string[] }) {
  const models = useLoggedModels(modelIds);
  const { data: versions, error } = useRunVersions(runId);
  return (
    <Section title="Models" count={modelIds.length}>
      {modelIds.length === 0 ? (
        <p className="muted">No model was logged.</p>
      ) : (
        <DataTable
          label="Models"
          rows={models}
          rowKey={(model) => model.info.model_id}
          columns={[
            { header: 'Name', cell: (model) => <LoggedModelLink model={model} /> },
            { header: 'Model ID', cell: (model) => <span className="mono">{model.info.model_id}</span> },
            {
              header: 'Registered as',
              cell: (model) => {
                if (error !== null) return <span className="muted">could not be loaded</span>;
                if (versions === undefined) return '';
                return (
                  <VersionLinks
                    versions={versions.filter((version) => version.model_id === model.info.model_id)}
                  />
                );
              },
            },
          ]}
        />
      )}
    </Section>
  );
}

function VersionLinks({ versions }: { versions: ModelVersion[] }) {
  if (versions.length === 0) return <span className="muted">not registered</span>;
  return versions.map(({ name, version }) => (
    <div key={`${name} ${version}`}>
      <Link
        to="/models/$modelName/versions/$version"
        params={{ modelName: name, version }}
      >{`${name} v${version}`}</Link>
    </div>
  ));
}
