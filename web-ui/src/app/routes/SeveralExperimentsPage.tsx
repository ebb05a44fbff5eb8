import { useQueries } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { Page } from '@/components/Page';
import { experimentQueryOptions } from '@/features/experiments/api/getExperiment';
import { plural } from '@/lib/format';

export const Route = createLazyRoute('/compare-experiments/$')({ component: SeveralExperimentsPage });

/** Where a link of MLflow to several experiments leads: there is no page of all their runs, but one of each. */
function SeveralExperimentsPage() {
  const { experiments: ids } = Route.useSearch();
  const names = useQueries({ queries: ids.map(experimentQueryOptions) }).map(({ data }) => data?.name);
  return (
    <Page
      title={plural(ids.length, 'experiment')}
      trail={[
        <Link key="all" to="/experiments">
          Experiments
        </Link>,
      ]}
    >
      <p>
        This link is to several experiments at once. A table of runs is of one experiment here; choose it:
      </p>
      <ul>
        {ids.map((experimentId, place) => (
          <li key={experimentId}>
            <Link to="/experiments/$experimentId" params={{ experimentId }}>
              {names[place] ?? `Experiment ${experimentId}`}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
