import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';

interface ChangeOptions {
  /** Beginnings of the keys of what is read again. */
  reads: readonly QueryKey[];
  /** What is gone with the change: it is forgotten, and not asked for again. */
  forgets?: QueryKey;
}

/** A change on the server, after which what it may have changed is read again, also where it failed. */
export function useChange<Input, Result>(
  send: (input: Input) => Promise<Result>,
  { reads, forgets }: ChangeOptions,
) {
  const queries = useQueryClient();
  const isForgotten = (key: QueryKey) => forgets?.every((part, place) => key[place] === part) ?? false;
  return useMutation({
    mutationFn: send,
    onSettled: (_, error) =>
      Promise.all(
        reads.map((queryKey) =>
          queries.invalidateQueries({
            queryKey,
            predicate: (query) => error !== null || !isForgotten(query.queryKey),
          }),
        ),
      ),
  });
}
