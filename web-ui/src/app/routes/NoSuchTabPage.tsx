import { createLazyRoute, Link } from '@tanstack/react-router';
import { NotFound } from '@/components/NotFound';

export const Route = createLazyRoute('/experiments/$experimentId/$tab/$')({ component: NoSuchTabPage });

/** What MLflow has as pages of an experiment and Millrace does not keep. */
const WORDS = new Map(
  Object.entries({
    traces: 'traces',
    'chat-sessions': 'chat sessions',
    judges: 'judges',
    scorers: 'scorers',
    prompts: 'prompts',
    playground: 'a playground',
    'review-queue': 'a review queue',
    'labeling-sessions': 'labelling sessions',
    datasets: 'evaluation datasets',
  }),
);

function NoSuchTabPage() {
  const { experimentId, tab } = Route.useParams();
  const what = WORDS.get(tab);
  return (
    <NotFound
      title={
        what === undefined
          ? 'There is no such page of an experiment'
          : `This link of MLflow is to ${what}: Millrace has no such page`
      }
    >
      <p>
        See the{' '}
        <Link to="/experiments/$experimentId" params={{ experimentId }}>
          runs of the experiment
        </Link>{' '}
        or its{' '}
        <Link to="/experiments/$experimentId/models" params={{ experimentId }}>
          logged models
        </Link>
        .
      </p>
    </NotFound>
  );
}
