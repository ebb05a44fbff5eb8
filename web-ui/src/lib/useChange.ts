import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';

interface ChangeOptions<Input> {
  /** Beginnings of the keys of what is read again. */
  reads: readonly QueryKey[];
  /** The beginning of the keys of what is gone with the change: to ask for it would be answered 404. */
  forgets?: (input: Input) => QueryKey;
}

const beginsWith = (key: QueryKey, beginning: QueryKey) =>
  beginning.every((part, place) => key[place] === part);

/** A change on the server; what it may have changed is read again before it is done, also where it failed. */
export function useChange<Input, Result>(
  send: (input: Input) => Promise<Result>,
  { reads, forgets }: ChangeOptions<Input>,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: (_, error, input) => {
      const gone = error === null ? forgets?.(input) : undefined;
      return Promise.all(
        reads.map((queryKey) =>
          queries.invalidateQueries({
            queryKey,
            predicate: (query) => gone === undefined || !beginsWith(query.queryKey, gone),
          }),
        ),
      );
    },
  });
}
