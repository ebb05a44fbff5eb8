import { useQuery } from '@tanstack/react-query';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

/** How somebody wants to see runs, under a name. */
export interface SavedView {
  view_id: string;
  name: string;
  /** Empty where nobody said a name. */
  owner: string;
  shared: boolean;
  experiment_id: string;
  /** What stands behind the path in the address of the page. */
  search: string;
}

export type ViewDraft = Pick<SavedView, 'name' | 'shared' | 'experiment_id' | 'search'>;

const KEY = ['saved-views'];

/** The caller's own views and the shared ones. */
export function useSavedViews(enabled: boolean) {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await millrace<{ views?: SavedView[] }>('views', { signal })).views ?? [],
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
      millrace(`views/${encodeURIComponent(view_id)}`, { method: 'PUT', body: view }),
    { reads },
  );
}

export function useDeleteView() {
  return useChange(
    (viewId: string) => millrace(`views/${encodeURIComponent(viewId)}`, { method: 'DELETE' }),
    { reads },
  );
}
