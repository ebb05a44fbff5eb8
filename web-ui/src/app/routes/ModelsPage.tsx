import { createLazyRoute, Link } from '@tanstack/react-router';
import { CodeSnippet } from '@/components/CodeSnippet';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { RelativeTime } from '@/components/RelativeTime';
import { Page } from '@/components/Page';
import { SearchBox } from '@/components/SearchBox';
import { useEndpoints } from '@/features/endpoints/api/listEndpoints';
import type { Endpoint } from '@/features/endpoints/api/types';
import { useRegisteredModels } from '@/features/models/api/searchRegisteredModels';
import { ModelsTable } from '@/features/models/components/ModelsTable';
import { useLastMoves } from '@/features/promotions/api/lastPromotions';
import type { Promotion } from '@/features/promotions/api/types';

export const Route = createLazyRoute('/models')({ component: ModelsPage });

function ModelsPage() {
  const { q = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useRegisteredModels(q);
  const { data: endpoints = [] } = useEndpoints();
  const { data: moves } = useLastMoves();
  const models = query.data?.pages.flatMap((page) => page.registered_models ?? []) ?? [];
  return (
    <Page title="Registered models">
      <SearchBox
        label="Find a model by name"
        value={q}
        onChange={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
      />
      {query.error !== null ? (
        <ErrorState error={query.error} doing="load the models" onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Loading what="models" />
      ) : models.length > 0 ? (
        <>
          <ModelsTable
            models={models}
            serving={(name) => <ServingNow endpoints={endpoints.filter((one) => one.model_name === name)} />}
            lastMove={(name) => <LastMove move={moves?.get(name)} />}
          />
          <LoadMore query={query} />
        </>
      ) : q !== '' ? (
        <EmptyState title={`No model is called anything like “${q}”`}>
          <p>Clear the search to see them all.</p>
        </EmptyState>
      ) : (
        <EmptyState title="No model is registered yet">
          <p>Register one where it is trained:</p>
          <CodeSnippet
            label="Python"
            code={'mlflow.sklearn.log_model(model, name="model", registered_model_name="my-model")\n'}
          />
        </EmptyState>
      )}
    </Page>
  );
}

/** Each endpoint of the model with the version that answers there. */
function ServingNow({ endpoints }: { endpoints: Endpoint[] }) {
  if (endpoints.length === 0) return <span className="muted">–</span>;
  return endpoints.map(({ name, live_version: version }) => (
    <div key={name}>
      <Link to="/endpoints/$endpointName" params={{ endpointName: name }}>
        {name}
      </Link>{' '}
      {version === undefined ? <span className="muted">not yet</span> : `v${version}`}
    </div>
  ));
}

function LastMove({ move }: { move: Promotion | undefined }) {
  if (move === undefined) return <span className="muted">–</span>;
  return (
    <>
      {move.user !== '' && `${move.user}, `}
      <RelativeTime millis={move.created_at} />
    </>
  );
}
