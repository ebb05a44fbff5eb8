import { createLazyRoute } from '@tanstack/react-router';
import { CodeSnippet } from '@/components/CodeSnippet';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { SearchBox } from '@/components/SearchBox';
import { useRegisteredModels } from '@/features/models/api/searchRegisteredModels';
import { ModelsTable } from '@/features/models/components/ModelsTable';

export const Route = createLazyRoute('/models')({ component: ModelsPage });

function ModelsPage() {
  const { q = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useRegisteredModels(q);
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
          <ModelsTable models={models} />
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
