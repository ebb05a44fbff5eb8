import { useQuery } from '@tanstack/react-query';
import type { ArtifactUsage } from '@/features/storage/api/types';
import { millrace } from '@/lib/http';

export function useUsage() {
  return useQuery({
    queryKey: ['storage', 'usage'],
    queryFn: ({ signal }) => millrace<ArtifactUsage>('artifacts/usage', { signal }),
  });
}
