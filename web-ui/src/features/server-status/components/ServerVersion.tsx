import { useVersion } from '@/features/server-status/api/getVersion';

export function ServerVersion() {
  const { data } = useVersion();
  if (data === undefined) return null;
  return (
    <span className="muted mono" title="What the server answers as its MLflow API version">
      MLflow API {data.trim()}
    </span>
  );
}
