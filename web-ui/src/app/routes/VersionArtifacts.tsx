import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { ArtifactBrowser } from '@/features/artifacts/components/ArtifactBrowser';
import { useDownloadUri } from '@/features/models/api/getDownloadUri';

interface VersionArtifactsProps {
  modelName: string;
  version: string;
  selected: string | undefined;
  onSelect: (path: string) => void;
}

export function VersionArtifacts({ modelName, version, selected, onSelect }: VersionArtifactsProps) {
  const { data: uri, error, refetch } = useDownloadUri(modelName, version);
  if (error !== null) {
    return <ErrorState error={error} doing="find the artifacts" onRetry={() => void refetch()} />;
  }
  if (uri === undefined) return <Loading what="artifacts" />;
  const path = proxiedPath(uri);
  if (path === undefined) {
    return (
      <EmptyState title="The artifacts of this version are not kept by this server">
        <p>
          They are at <span className="mono">{uri}</span>.
        </p>
      </EmptyState>
    );
  }
  const query = new URLSearchParams({ name: modelName, version }).toString();
  const archive = `api/millrace/v1/model-versions/archive?${query}`;
  return (
    <ArtifactBrowser
      roots={[{ label: 'Files of the model', path, archive }]}
      selected={selected}
      onSelect={onSelect}
    />
  );
}
