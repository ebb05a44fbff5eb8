import { Link } from '@tanstack/react-router';
import type { Endpoint } from '@/features/endpoints/api/types';

export function LiveVersion({ endpoint }: { endpoint: Endpoint }) {
  const { model_name: modelName, live_version: version } = endpoint;
  if (version === undefined || version === '') return <span className="muted">none yet</span>;
  return (
    <Link to="/models/$modelName/versions/$version" params={{ modelName, version }}>
      {`v${version}`}
    </Link>
  );
}
