import { useQuery } from '@tanstack/react-query';
import { runValuesQueryOptions } from '@/features/runs/api/getRunValues';

/** The server tells the names of so many runs at once; beyond, runs are shown by their IDs. */
const MOST_NAMES = 500;
const NAME = 'run_name';

/** What runs are called: each by its name, or by the beginning of its ID where that is not known. */
export function useRunNames(runIds: Iterable<string>): (runId: string) => string {
  const asked = [...new Set(runIds)].slice(0, MOST_NAMES);
  const { data: values } = useQuery({
    ...runValuesQueryOptions(asked, [NAME]),
    enabled: asked.length > 0,
    placeholderData: (previous) => previous,
  });
  return (runId) => {
    const name = values?.get(runId)?.[NAME];
    return typeof name === 'string' && name !== '' ? name : runId.slice(0, 8);
  };
}
