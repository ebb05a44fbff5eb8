import { useEffect } from 'react';
import { request } from '@/lib/http';

const AGAIN_MILLIS = 2_000;
/** What cannot be loaded after that either is not loaded over and over. */
const ONCE_IN_MILLIS = 30_000;
const RELOADED = 'millrace.reloaded';

/** The words of Chromium and Firefox, of Safari, and of Vite for the style sheet of a page. */
const UNLOADED = /dynamically imported module|importing a module script failed|unable to preload css/i;

/** Pages are fetched when they are opened, which fails without the server, or after it was upgraded. */
export function isLoadFailure(error: unknown): boolean {
  return error instanceof Error && UNLOADED.test(error.message);
}

function mayReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    sessionStorage.setItem(RELOADED, String(Date.now()));
    return Date.now() - last > ONCE_IN_MILLIS;
  } catch {
    return false;
  }
}

/** Loads the page again, all of whose state is in its address, once the server is there to be asked. */
export function useReloadWhenAnswered(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const left = new AbortController();
    let timer: number | undefined;
    const ask = () => {
      request('health', { signal: left.signal }).then(
        () => mayReload() && window.location.reload(),
        () => {
          if (!left.signal.aborted) timer = window.setTimeout(ask, AGAIN_MILLIS);
        },
      );
    };
    ask();
    return () => {
      left.abort();
      window.clearTimeout(timer);
    };
  }, [wanted]);
}
