import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { millrace } from '@/lib/http';

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

function useViewMutation<T>(send: (input: T) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useCreateView() {
  return useViewMutation((view: ViewDraft) => millrace('views', { body: view }));
}

export function useReplaceView() {
  return useViewMutation(({ view_id, ...view }: ViewDraft & { view_id: string }) =>
    millrace(`views/${encodeURIComponent(view_id)}`, { method: 'PUT', body: view }),
  );
}

export function useDeleteView() {
  return useViewMutation((viewId: string) =>
    millrace(`views/${encodeURIComponent(viewId)}`, { method: 'DELETE' }),
  );
}
