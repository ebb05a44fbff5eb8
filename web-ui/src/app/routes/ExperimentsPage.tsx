import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '@/components/Page';
import { SearchBox } from '@/components/SearchBox';
import { ExperimentList } from '@/features/experiments/components/ExperimentList';

export const Route = createLazyRoute('/experiments')({ component: ExperimentsPage });

function ExperimentsPage() {
  const { q = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Page title="Experiments">
      <SearchBox
        label="Find an experiment by name"
        value={q}
        onChange={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
      />
      <ExperimentList name={q} />
    </Page>
  );
}
