import { Link } from '@tanstack/react-router';
import type { LoggedModel } from '@/features/models/api/types';

/** The name of a logged model, which leads to its page. */
export function LoggedModelLink({ model: { info } }: { model: LoggedModel }) {
  return (
    <Link
      to="/experiments/$experimentId/models/$modelId"
      params={{ experimentId: info.experiment_id, modelId: info.model_id }}
    >
      {info.name}
    </Link>
  );
}
