import { useQuery } from '@tanstack/react-query';
import type { StorageReport } from '@/features/storage/api/types';
import { millrace } from '@/lib/http';

/** What the artifacts take; the server counts once a minute at most. */
export function useStorage() {
  return useQuery({
    queryKey: ['storage', 'report'],
    queryFn: ({ signal }) => millrace<StorageReport>('admin/storage', { signal }),
  });
}
