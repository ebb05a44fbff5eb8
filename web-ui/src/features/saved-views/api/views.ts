import { useQuery } from '@tanstack/react-query';
import type { AnswerTo, BodyOf, Known, Schema } from '@/lib/api';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

/**
 * How somebody wants to see runs, under a name: the search is what stands behind the path in the address of
 * the page; the owner is empty where nobody said a name.
 */
export type SavedView = Known<
  Schema<'SavedView'>,
  'view_id' | 'name' | 'owner' | 'shared' | 'experiment_id' | 'search'
>;

type SavedViews = Known<AnswerTo<'GET /api/millrace/v1/views'>, never, { views: SavedView[] }>;

/** What is sent of it. */
export type ViewDraft = Required<
  Pick<BodyOf<'POST /api/millrace/v1/views'>, 'name' | 'shared' | 'experiment_id' | 'search'>
>;

const KEY = ['saved-views'];

/** The caller's own views and the shared ones. */
export function useSavedViews(enabled: boolean) {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await millrace<SavedViews>('views', { signal })).views ?? [],
    enabled,
  });
}

const reads = [KEY];

export function useCreateView() {
  return useChange((view: ViewDraft) => millrace('views', { body: view }), { reads });
}

export function useReplaceView() {
  return useChange(
    ({ view_id, ...view }: ViewDraft & { view_id: string }) =>
      millrace(`views/${encodeURIComponent(view_id)}`, {
        method: 'PUT',
        body: view satisfies BodyOf<'PUT /api/millrace/v1/views/{view_id}'>,
      }),
    { reads },
  );
}

export function useDeleteView() {
  return useChange(
    (viewId: string) => millrace(`views/${encodeURIComponent(viewId)}`, { method: 'DELETE' }),
    { reads },
  );
}
