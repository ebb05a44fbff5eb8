import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { HEALTH_KEY, healthQueryOptions } from '@/features/server-status/api/getHealth';
import classes from '@/features/server-status/components/ServerLostBanner.module.css';

/** Says that the server is lost, and has every shown query asked again once it is back. */
export function ServerLostBanner() {
  const client = useQueryClient();
  const { isError, isSuccess } = useQuery(healthQueryOptions());
  const wasLost = useRef(false);

  useEffect(() => {
    if (isError) wasLost.current = true;
    if (isSuccess && wasLost.current) {
      wasLost.current = false;
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== HEALTH_KEY[0] });
    }
  }, [client, isError, isSuccess]);

  if (!isError) return null;
  return (
    <div role="alert" className={classes.banner}>
      The server at {window.location.host} does not answer. Trying again every two seconds; what is shown may
      be old.
    </div>
  );
}
