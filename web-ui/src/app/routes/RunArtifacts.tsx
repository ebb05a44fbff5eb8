import { useLinkedFile } from '@/app/routes/useLinkedFile';
import { EmptyState } from '@/components/EmptyState';
import { proxiedPath, type ArtifactRoot } from '@/features/artifacts/api/artifactRoot';
import { ArtifactBrowser } from '@/features/artifacts/components/ArtifactBrowser';
import { useLoggedModels } from '@/features/models/api/getLoggedModel';

interface RunArtifactsProps {
  runId: string;
  artifactUri: string | undefined;
  modelIds: string[];
  selected: string | undefined;
  /** What is shown where nothing is selected, by its place within the run. */
  file: string | undefined;
  onSelect: (path: string) => void;
}

/** The run's own folder and those of the models it logged, which are kept elsewhere. */
export function RunArtifacts({ runId, artifactUri, modelIds, selected, file, onSelect }: RunArtifactsProps) {
  const models = useLoggedModels(modelIds);
  const own = proxiedPath(artifactUri ?? '');
  const linked = useLinkedFile(own, file, { models, areAll: models.length === modelIds.length });
  const locations = [
    {
      label: 'Files of the run',
      uri: artifactUri ?? '',
      archive: `api/millrace/v1/runs/${runId}/archive`,
    },
    ...models.map(({ info }) => ({
      label: `Logged model “${info.name}”`,
      uri: info.artifact_uri,
      archive: `api/millrace/v1/logged-models/${info.model_id}/archive`,
    })),
  ];
  const roots = locations.flatMap(({ label, uri, archive }): ArtifactRoot[] => {
    const path = proxiedPath(uri);
    return path === undefined ? [] : [{ label, path, archive }];
  });
  if (roots.length === 0) {
    return (
      <EmptyState title="The artifacts of this run are not kept by this server">
        <p>
          They are at <span className="mono">{artifactUri}</span>.
        </p>
      </EmptyState>
    );
  }
  return <ArtifactBrowser roots={roots} selected={selected ?? linked} onSelect={onSelect} />;
}
