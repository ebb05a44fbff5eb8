import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '@/components/Page';
import { SearchBox } from '@/components/SearchBox';
import { NewExperiment } from '@/features/experiments/components/NewExperiment';
import { ExperimentList } from '@/features/experiments/components/ExperimentList';

export const Route = createLazyRoute('/experiments')({ component: ExperimentsPage });

function ExperimentsPage() {
  const { q = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Page
      title="Experiments"
      actions={
        <NewExperiment
          onMade={(experimentId) =>
            void navigate({ to: '/experiments/$experimentId', params: { experimentId } })
          }
        />
      }
    >
      <SearchBox
        label="Find an experiment by name"
        value={q}
        onChange={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
      />
      <ExperimentList name={q} />
    </Page>
  );
}
