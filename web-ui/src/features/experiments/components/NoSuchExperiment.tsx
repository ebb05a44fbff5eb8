import { Link } from '@tanstack/react-router';
import { NotFound } from '@/components/NotFound';

/** In the place of a page of an experiment that is not there. */
export function NoSuchExperiment({ experimentId }: { experimentId: string }) {
  return (
    <NotFound title={`There is no experiment with the ID ${experimentId}`}>
      <p>
        It may have been deleted for good. See the <Link to="/experiments">experiments there are</Link>.
      </p>
    </NotFound>
  );
}
